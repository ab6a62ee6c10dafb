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
  | 'skipped'

const kinds = new Map<string, ElementKind>()
const groups: readonly (readonly [ElementKind, string])[] = [
  [
    'block',
    'p div h1 h2 h3 h4 h5 h6 center section article header footer main address figure figcaption details summary fieldset form dl dt dd nav aside body html pre legend hgroup search',
  ],
  ['list', 'ul ol menu dir'],
  ['item', 'li'],
  ['quote', 'blockquote'],
  ['table', 'table'],
  ['section', 'thead tbody tfoot'],
  ['row', 'tr'],
  ['cell', 'td th'],
  ['caption', 'caption'],
  ['void', 'br hr img wbr input meta link col base area embed param source track'],
  ['skipped', 'head template object applet audio video canvas svg math map select datalist button'],
]
for (const [kind, tags] of groups) for (const tag of tags.split(' ')) kinds.set(tag, kind)
// A button may carry the only text of a call to action.
kinds.set('button', 'inline')

/** Elements nobody knows are inline, as in browsers. */
export function kindOf(tag: string): ElementKind {
  return kinds.get(tag) ?? 'inline'
}

/** Text of these is no text of the message; the tokenizer must be told, as tags in it are none. */
export const rawText = new Set([
  'style',
  'script',
  'xmp',
  'iframe',
  'noembed',
  'noframes',
  'title',
  'textarea',
  'plaintext',
])

/** Space before and after in points, where the author asks for none of his own. */
export function marginsOf(tag: string): readonly [before: number, after: number] {
  if (tag === 'p' || tag === 'dl' || tag === 'figure' || tag === 'pre') return [7, 7]
  if (tag === 'h1' || tag === 'h2') return [14, 5]
  if (tag === 'h3' || tag === 'h4') return [11, 4]
  if (tag === 'h5' || tag === 'h6') return [8, 3]
  return [0, 0]
}

/** Which open elements end when this one begins, and where looking for them stops. */
export function impliedEnds(
  tag: string,
): { readonly ends: readonly string[]; readonly stops: readonly string[] } | null {
  switch (tag) {
    case 'li':
      return { ends: ['li'], stops: ['ul', 'ol', 'menu', 'dir', 'td', 'th', 'table'] }
    case 'dt':
    case 'dd':
      return { ends: ['dt', 'dd'], stops: ['dl', 'td', 'th', 'table'] }
    case 'td':
    case 'th':
      return { ends: ['td', 'th', 'caption'], stops: ['table'] }
    case 'tr':
      return { ends: ['tr', 'caption'], stops: ['table'] }
    case 'thead':
    case 'tbody':
    case 'tfoot':
      return { ends: ['thead', 'tbody', 'tfoot', 'caption', 'tr'], stops: ['table'] }
    default:
      return null
  }
}
