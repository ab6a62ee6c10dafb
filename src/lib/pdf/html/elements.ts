import { html } from 'parse5'
import type { Css } from './css.ts'
import type { MailElement } from './mail-tree.ts'

/** How an element takes part in the flow of a message. */
export type ElementKind =
  | 'inline'
  | 'block'
  | 'list'
  | 'item'
  | 'quote'
  | 'table'
  | 'section'
  | 'row'
  | 'cell'
  | 'caption'
  | 'void'

const kinds = new Map<string, ElementKind>()
const groups: readonly (readonly [ElementKind, string])[] = [
  [
    'block',
    'p div h1 h2 h3 h4 h5 h6 center section article header footer main address figure figcaption details summary fieldset form dl dt dd nav aside body html pre legend hgroup search listing xmp plaintext textarea option optgroup dialog marquee video audio',
  ],
  ['list', 'ul ol menu dir'],
  ['item', 'li'],
  ['quote', 'blockquote'],
  ['table', 'table'],
  ['section', 'thead tbody tfoot'],
  ['row', 'tr'],
  ['cell', 'td th'],
  ['caption', 'caption'],
  ['void', 'br hr img wbr input meta link col base area embed param source track image'],
]
for (const [kind, tags] of groups) for (const tag of tags.split(' ')) kinds.set(tag, kind)

/** How an element is laid out by its name and its style; elements nobody knows are inline, as in browsers. */
export function kindOf({ tag, space }: MailElement, css: Css): ElementKind {
  const kind = kinds.get(tag) ?? 'inline'
  if (space !== html.NS.HTML) return tag === 'text' ? 'block' : 'inline'
  const isStacked =
    kind === 'inline' && /^(?:block|flex|grid|table|list-item|flow-root)$/.test(css.get('display') ?? '')
  return isStacked ? 'block' : kind
}

const preformatted = new Set(['pre', 'listing', 'xmp', 'plaintext', 'textarea'])

/** Whether white space and line ends stand as they were written. */
export function isPreformatted(tag: string): boolean {
  return preformatted.has(tag)
}

/** Space before and after in points, where the author asks for none of his own. */
export function marginsOf(tag: string): readonly [before: number, after: number] {
  if (tag === 'p' || tag === 'dl' || tag === 'figure' || isPreformatted(tag)) return [7, 7]
  if (tag === 'h1' || tag === 'h2') return [14, 5]
  if (tag === 'h3' || tag === 'h4') return [11, 4]
  if (tag === 'h5' || tag === 'h6') return [8, 3]
  return [0, 0]
}
