import { concatBytes, encodeUtf8 } from '../bytes/index.ts'

/** An encoded word (RFC 2047 section 2), its language tag (RFC 2231 section 5) set aside. At most 75 characters is the rule, longer ones occur. */
const encodedWord = /=\?([A-Za-z0-9._:-]{1,40})(?:\*[A-Za-z0-9-]{1,20})?\?([bqBQ])\?([!->@-~]{0,2000})\?=/g

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
    if (!(/^[ \t]+$/.test(between) && typeof parts.at(-1) === 'object')) parts.push(between)
    parts.push(word)
    at = match.index + match[0].length
  }
  parts.push(text.slice(at))
  return withoutUnseen(joinWords(parts))
}

function readWord(match: RegExpMatchArray): Word | null {
  const [, charset = '', encoding = '', payload = ''] = match
  const bytes = encoding.toLowerCase() === 'b' ? readBase64(payload) : readQuoted(payload)
  return bytes === null || decoderOf(charset) === null ? null : { charset: charset.toLowerCase(), bytes }
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
  return joined
    .map((part) =>
      typeof part === 'string' ? part : (decoderOf(part.charset)?.decode(concatBytes(...part.pieces)) ?? ''),
    )
    .join('')
}

function decoderOf(charset: string): TextDecoder | null {
  try {
    return new TextDecoder(charset)
  } catch {
    return null
  }
}

function readBase64(payload: string): Uint8Array | null {
  try {
    return Uint8Array.from(atob(payload.replace(/=+$/, '')), (character) => character.charCodeAt(0))
  } catch {
    return null
  }
}

/** The Q encoding (RFC 2047 section 4.2): an underscore is a space, "=" and two digits a byte. */
function readQuoted(payload: string): Uint8Array | null {
  if (/=(?![0-9A-Fa-f]{2})/.test(payload)) return null
  const text = payload.replaceAll('_', ' ')
  const bytes = text.replace(/=([0-9A-Fa-f]{2})/g, (_whole, digits: string) =>
    String.fromCharCode(Number.parseInt(digits, 16)),
  )
  return /^[\0-\xff]*$/.test(bytes) ? Uint8Array.from(bytes, (character) => character.charCodeAt(0)) : encodeUtf8(text)
}

/** Line breaks, other controls and characters that change the direction of writing: never wanted in a name. */
function withoutUnseen(text: string): string {
  return text.replace(/[\p{Cc}\p{Zl}\p{Zp}\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]+/gu, ' ').trim()
}
