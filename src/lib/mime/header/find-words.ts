/** An encoded word (RFC 2047 section 2) as it stands in a text, its language tag (RFC 2231 section 5) set aside. */
export interface FoundWord {
  readonly start: number
  /** Behind it. */
  readonly end: number
  readonly charset: string
  readonly encoding: 'b' | 'q'
  readonly payload: string
}

const head = /=\? ?["']?([^\s?=*"']{0,60})["']?(?:\*[^\s?]{0,40})? ?\? ?([bq]) ?\?/gi

/**
 * All encoded words of a text, in order and in one pass. At most 75 characters without spaces is the rule; longer ones,
 * spaces, question marks and a missing end occur. A word reaches at most to the beginning of the next one.
 */
export function findWords(text: string): readonly FoundWord[] {
  const heads = [...text.matchAll(head)]
  return heads.flatMap((match, index) => {
    const from = match.index + match[0].length
    const region = text.slice(from, heads[index + 1]?.index ?? text.length)
    const [, charset = '', letter = ''] = match
    const encoding = letter.toLowerCase() === 'b' ? 'b' : 'q'
    const closed = endOfPayload(region, encoding)
    const length = closed ?? openLength(region, { encoding, isLast: index === heads.length - 1 })
    // Nothing behind a beginning without an end: it is no word.
    if (closed === null && length === 0) return []
    const behind = closed === null ? Number(region[length] === '?') : 2
    return [{ start: match.index, end: from + length + behind, charset, encoding, payload: region.slice(0, length) }]
  })
}

/** Where the closing `?=` stands; a question mark before an escape looks like one, and then another follows. */
function endOfPayload(region: string, encoding: 'b' | 'q'): number | null {
  let at = region.indexOf('?=')
  for (let next = region.indexOf('?=', at + 2); at !== -1 && next !== -1; next = region.indexOf('?=', at + 2)) {
    const isEscape = encoding === 'q' && /^[0-9a-f]{2}/i.test(region.slice(at + 2, at + 4))
    if (!isEscape || /\s/.test(region.slice(at, next))) break
    at = next
  }
  return at === -1 ? null : at
}

/** How much belongs to a word that nothing closes: not the address or the quotation mark behind it. */
function openLength(region: string, word: { readonly encoding: 'b' | 'q'; readonly isLast: boolean }): number {
  if (word.encoding === 'b') return /^[A-Za-z0-9+/_=-]*/.exec(region)?.[0].length ?? 0
  const before = /^[^"<>]*/.exec(region)?.[0] ?? ''
  const shown = word.isLast || before.length < region.length ? before.trimEnd() : before
  return shown.endsWith('?') ? shown.length - 1 : shown.length
}
