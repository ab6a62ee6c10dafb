import { concatBytes, encodeUtf8 } from '../../bytes/index.ts'
import { isCharset } from '../charset/charset-names.ts'
import { decodeText, isStateful } from '../charset/decode-text.ts'
import { decodeTransfer } from '../transfer/decode-transfer.ts'

/** An encoded word (RFC 2047 section 2), its language tag (RFC 2231 section 5) set aside. At most 75 characters is the rule, longer ones and spaces in them occur. */
const encodedWord = /=\?([A-Za-z0-9._:-]{1,40})(?:\*[A-Za-z0-9-]{1,20})?\?([bqBQ])\?([ ->@-~]{0,8000})\?=/g

interface Word {
  readonly charset: string
  readonly bytes: Uint8Array
}

/**
 * Shows a header text to people: encoded words become characters, white space between two of them goes (RFC 2047
 * section 6.2), and a character cut in two by neighbouring words of one charset is put together again. A word with an
 * unknown charset or a broken encoding stays as it is written. Control and direction characters become spaces.
 */
export function decodeWords(text: string): string {
  const parts: (string | Word)[] = []
  let at = 0
  for (const match of text.matchAll(encodedWord)) {
    const word = readWord(match)
    if (word === null) continue
    const between = text.slice(at, match.index)
    if (!(/^[ \t]*$/.test(between) && typeof parts.at(-1) === 'object')) parts.push(between)
    parts.push(word)
    at = match.index + match[0].length
  }
  parts.push(text.slice(at))
  return withoutUnseen(joinWords(parts))
}

function readWord(match: RegExpMatchArray): Word | null {
  const [, charset = '', encoding = '', payload = ''] = match
  if (!isCharset(charset)) return null
  const bytes = encoding.toLowerCase() === 'b' ? readBase64(payload) : readQuoted(payload)
  return bytes === null ? null : { charset: charset.toLowerCase(), bytes }
}

function joinWords(parts: readonly (string | Word)[]): string {
  const joined: (string | { readonly charset: string; readonly pieces: Uint8Array[] })[] = []
  for (const part of parts) {
    const before = joined.at(-1)
    // Put together once at the end: a header of thousands of words would otherwise be copied once for each.
    if (typeof part === 'object' && typeof before === 'object' && before.charset === part.charset)
      before.pieces.push(part.bytes)
    else if (typeof part === 'object') joined.push({ charset: part.charset, pieces: [part.bytes] })
    else if (part !== '') joined.push(part)
  }
  return joined.map((part) => (typeof part === 'string' ? part : decodePieces(part.pieces, part.charset))).join('')
}

/**
 * Words of a charset that switches inside a text begin and end in ASCII, each for itself (RFC 2047 section 3), and are
 * decoded one by one; only where a program cut one in the middle are they put together before.
 */
function decodePieces(pieces: readonly Uint8Array[], charset: string): string {
  if (!isStateful(charset)) return decodeText(concatBytes(...pieces), charset)
  const oneByOne = pieces.map((piece) => decodeText(piece, charset)).join('')
  if (!oneByOne.includes('\ufffd')) return oneByOne
  const whole = decodeText(concatBytes(...pieces), charset)
  return damageOf(whole) < damageOf(oneByOne) ? whole : oneByOne
}

const damageOf = (text: string): number => text.split('\ufffd').length

/** Null for a payload that is no base64: then it is no encoded word either. */
function readBase64(payload: string): Uint8Array | null {
  return /^[A-Za-z0-9+/= ]*$/.test(payload) ? decodeTransfer(encodeUtf8(payload.replaceAll(' ', '')), 'base64') : null
}

/** The Q encoding (RFC 2047 section 4.2): an underscore is a space, "=" and two digits a byte. */
function readQuoted(payload: string): Uint8Array | null {
  if (/=(?![0-9A-Fa-f]{2})/.test(payload)) return null
  return decodeTransfer(encodeUtf8(payload.replaceAll('_', ' ')), 'quoted-printable')
}

/** Line breaks, other controls and characters that change the direction of writing: never wanted in a name. */
function withoutUnseen(text: string): string {
  return text.replace(/[\p{Cc}\p{Zl}\p{Zp}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]+/gu, ' ').trim()
}
