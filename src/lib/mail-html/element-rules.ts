/** Never seen, whatever a style says. A title, template or list of suggestions that nobody closed hides nothing. */
export const unseenElements: ReadonlySet<string> = new Set(['script', 'style', 'title', 'template', 'datalist'])

/**
 * What stands in these is shown, and is HTML: it was written for readers without script, frames and plug-ins, which every
 * reader of mail is.
 */
export const substituteElements: ReadonlySet<string> = new Set(['noscript', 'iframe', 'noembed', 'noframes'])

/** What looks like a tag in these is text, and is shown as it was typed. */
export const verbatimElements: ReadonlySet<string> = new Set(['textarea', 'xmp', 'plaintext'])

/** Their tags are passed over: a browser would take away tags, or everything, that stands in them. */
export const passedElements: ReadonlySet<string> = new Set(['select', 'frameset', 'frame'])

/** Of a drawing: what it is made of rather than what it shows. By the names that a parser of HTML gives them. */
export const unseenInSvg: ReadonlySet<string> = new Set([
  'defs',
  'symbol',
  'clipPath',
  'mask',
  'pattern',
  'linearGradient',
  'radialGradient',
  'marker',
  'filter',
  'metadata',
  'title',
  'desc',
  'script',
  'style',
])

/** Of a formula: the same once more for programs. */
export const unseenInMath: ReadonlySet<string> = new Set(['annotation', 'annotation-xml'])

/** Marks that stand for what a browser draws: readings over a text, fractions, powers. */
export const marksAround: ReadonlyMap<string, readonly [before: string, after: string]> = new Map([
  ['msqrt', ['√(', ')']],
  ['menclose', ['[', ']']],
])
/** Marks in front of the second and third part of a formula. */
export const marksBetween: ReadonlyMap<string, readonly string[]> = new Map([
  ['mfrac', ['/']],
  ['msup', ['^']],
  ['msub', ['_']],
  ['msubsup', ['_', '^']],
  ['mover', ['^']],
  ['munder', ['_']],
  ['munderover', ['_', '^']],
])

/** In front of a choice. */
export const choiceMark = (isSelected: boolean): string => (isSelected ? '● ' : '○ ')

const longestField = 2_000
const silentFields = new Set(['hidden', 'password', 'image'])

/** What a browser shows in a field of a form; `attribute` gives null where there is none of a name. */
export function fieldText(attribute: (name: string) => string | null): string {
  const type = attribute('type')?.toLowerCase() ?? 'text'
  if (silentFields.has(type)) return ''
  if (type === 'checkbox') return attribute('checked') === null ? '[ ] ' : '[x] '
  if (type === 'radio') return choiceMark(attribute('checked') !== null)
  const value = attribute('value') ?? ''
  return (value === '' ? (attribute('placeholder') ?? '') : value).slice(0, longestField)
}
