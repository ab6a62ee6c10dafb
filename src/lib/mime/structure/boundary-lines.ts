import { encodeUtf8 } from '../../bytes/index.ts'

const latin1 = new TextDecoder('latin1')
const dash = 0x2d
const carriageReturn = 0x0d

/** A line without the white space that transport may have put behind it. */
export function withoutTrailingSpace(line: Uint8Array): Uint8Array {
  let end = line.length
  while (end > 0 && isSpace(line[end - 1])) end -= 1
  return line.subarray(0, end)
}

const isSpace = (byte: number | undefined): boolean => byte === 0x20 || byte === 0x09 || byte === carriageReturn

export const isBoundaryLike = (line: Uint8Array): boolean => line[0] === dash && line[1] === dash

/** The bytes with which a delimiter line begins (RFC 2046 section 5.1.1). */
export const delimiterOf = (boundary: string): Uint8Array => encodeUtf8(`--${boundary}`)

/** Whether a line, its trailing space gone, is this delimiter; a longer boundary that begins like it is another one. */
export function delimiterKind(line: Uint8Array, delimiter: Uint8Array): 'none' | 'next' | 'last' {
  const more = line.length - delimiter.length
  if (more !== 0 && more !== 2) return 'none'
  for (let index = 0; index < delimiter.length; index += 1) if (line[index] !== delimiter[index]) return 'none'
  if (more === 0) return 'next'
  return line[delimiter.length] === dash && line[delimiter.length + 1] === dash ? 'last' : 'none'
}

/** Two dashes and something that is no rule drawn with dashes. */
const guessable = /^--(?:[^\s-].{0,199}|-+[^-].{0,199})$/

/** Whether a line may be the delimiter of a boundary that nobody declared, or declared wrongly. */
export const mayBeDelimiter = (line: Uint8Array): boolean => line.length <= 202 && guessable.test(latin1.decode(line))

/** What follows such a line if it is one. */
export const beginsPart = (line: Uint8Array): boolean =>
  /^(?:content-|mime-version:)/i.test(latin1.decode(line.subarray(0, 20)))
