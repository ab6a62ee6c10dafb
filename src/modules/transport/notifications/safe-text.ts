/** Direction overrides and isolates, invisible spaces and joins that let a name look like another one. */
const deceptive = /[\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]/gu
// oxlint-disable-next-line no-control-regex -- control characters are what is removed here
const control = /[\u0000-\u001f\u007f-\u009f]+/gu

/**
 * Text of a stranger on one line: no control characters, no direction tricks, no lone surrogates, at most `maxChars`
 * characters (an ellipsis marks the cut). It is not escaped for HTML.
 */
export function oneLine(text: string, maxChars: number): string {
  // Enough for any cut below, so that a huge text costs nothing.
  const bounded = text.slice(0, maxChars * 8).toWellFormed()
  const clean = bounded.replace(control, ' ').replace(deceptive, '').replace(/\s+/gu, ' ').trim()
  const chars = Array.from(clean)
  return chars.length <= maxChars ? clean : `${chars.slice(0, maxChars - 1).join('')}…`
}

export const shortName = (text: string) => oneLine(text, 80)
export const shortSubject = (text: string) => oneLine(text, 150)

/** A short text of the organisation itself, such as a note: its lines are kept, at most 600 characters on 30 lines. */
export const fewLines = (text: string) =>
  text
    .slice(0, 6000)
    .split(/\r\n|\r|\n/)
    .map((line) => oneLine(line, 600))
    .filter((line) => line !== '')
    .slice(0, 30)
    .join('\n')
    .slice(0, 600)
    .toWellFormed()
