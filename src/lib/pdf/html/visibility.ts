import { html } from 'parse5'
import { unseenElements, unseenInMath, unseenInSvg } from '../../mail-html/index.ts'
import { isZero } from './css.ts'
import type { Css } from './css.ts'
import type { Attributes } from './read-attributes.ts'
import type { MailElement } from './mail-tree.ts'

/** Beside what no reader of mail shows: what the parser takes for a head, and brackets that stand around readings anyway. */
const unrendered = new Set([...unseenElements, 'head', 'rp'])
const tableParts = new Set(['td', 'th', 'tr', 'tbody', 'thead', 'tfoot', 'table', 'caption'])

/** Whether nothing of an element is ever seen: neither its text nor what is in it. */
export function isUnrendered(element: MailElement): boolean {
  // Paragraphs in the title of a drawing got there because nobody closed it.
  if (element.space === html.NS.SVG) return unseenInSvg.has(element.tag) && !holdsElements(element)
  if (element.space === html.NS.MATHML) return unseenInMath.has(element.tag)
  return unrendered.has(element.tag)
}

function holdsElements(element: MailElement): boolean {
  for (let node = element.first; node !== null; node = node.next) if (node.kind === 'element') return true
  return false
}

export interface Styled {
  readonly tag: string
  readonly attributes: Attributes
  readonly css: Css
}

/**
 * Whether the sender hid an element from every reader: previews for the list of mails, words for filters. They would be
 * printed where nobody ever saw them. In doubt it is shown; what only Outlook hides (mso-hide) is shown to all others.
 */
export function isHidden({ tag, attributes, css }: Styled, isInline: boolean): boolean {
  if (tag === 'html' || tag === 'body') return false
  const display = css.get('display')
  if (display === 'none' || (attributes.has('hidden') && display === undefined)) return true
  if (isZero(css.get('opacity')) && !css.has('animation') && !css.has('animation-name')) return true
  const hasBox = !tableParts.has(tag) && (!isInline || display?.includes('block') === true)
  return hasBox && isClippedAway(css)
}

// Only what is higher than nothing is cut off; room inside shows what is placed into it.
function isClippedAway(css: Css): boolean {
  const overflow = css.get('overflow') ?? css.get('overflow-y') ?? ''
  if (!/^(?:hidden|clip)/.test(overflow)) return false
  if (!isZero(css.get('height')) && !isZero(css.get('max-height'))) return false
  if (css.has('min-height') && !isZero(css.get('min-height'))) return false
  return [...css].every(([name, value]) => !name.startsWith('padding') || value.split(/\s+/).every(isZero))
}

/** Whether text is invisible although it takes room; what is in it may say otherwise. */
export function isUnseen(css: Css, inherited: boolean): boolean {
  const visibility = css.get('visibility')
  if (visibility === 'hidden' || visibility === 'collapse') return true
  return visibility === undefined || visibility === 'inherit' || visibility === 'unset' ? inherited : false
}

const controls = new Set(['input', 'button', 'textarea', 'optgroup', 'option'])

/**
 * Whether text has the size 0, which only says something about the letters themselves: newsletters set it on cells, against
 * gaps, and sizes of their own on what stands in them. A size that is not understood is one.
 */
export function hasNoSize(
  { tag, attributes, css }: Styled,
  inherited: { isZero: boolean; isQuirks: boolean },
): boolean {
  const wished = css.get('font-size') ?? sizeInShorthand(css.get('font'))
  if (wished !== undefined) {
    if (isZero(wished)) return true
    return inherited.isZero && /^(?:inherit|unset|smaller|larger|[\d.]+(?:em|ex|ch|lh|cap|ic|%))$/.test(wished)
  }
  if (!inherited.isZero || controls.has(tag)) return false
  if (tag === 'font' && attributes.has('size')) return false
  // HTML section 15.3.8: without a document type, tables do not inherit the size.
  return !(tag === 'table' && inherited.isQuirks)
}

// "0/0 a", "bold 14px/20px Arial": the size is the first length, or what is not one of the words before it.
function sizeInShorthand(font: string | undefined): string | undefined {
  if (font === undefined) return undefined
  const words = font.split(/\s+/, 8).map((word) => word.split('/')[0] ?? '')
  return words.find((word) => isZero(word) || /^[\d.]+[a-z%]+$/.test(word)) ?? 'medium'
}
