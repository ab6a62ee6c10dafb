import { encodeUtf8, joinBytes } from '../../bytes/index.ts'
import { decodeText, isStateful } from '../charset/decode-text.ts'
import { decodeTransfer } from '../transfer/decode-transfer.ts'
import { findWords, type FoundWord } from './find-words.ts'

/** Neighbouring words of one charset, into which programs cut one text without regard to letters or bytes. */
interface Run {
  readonly charset: string
  readonly words: Pick<FoundWord, 'encoding' | 'payload'>[]
}

/**
 * Shows a header text to people: encoded words become characters, white space between two of them goes (RFC 2047
 * section 6.2), and what was cut in two by neighbouring words of one charset is put together again, a character, an escape
 * or a group of base64. A charset that nobody knows is guessed; what is no encoded text stays as it is written. Control
 * and direction characters become spaces.
 */
export function decodeWords(text: string): string {
  return withoutUnseen(
    partsOf(text)
      .map((part) => (typeof part === 'string' ? part : decodeRun(part)))
      .join(''),
  )
}

/** A list of addresses with its loose words (commas or spaces in them) as quoted strings, which may hold those. */
export function quoteLooseWords(text: string): string {
  let at = 0
  const parts: string[] = []
  for (const word of findWords(text)) {
    const written = text.slice(word.start, word.end)
    if (!isData(word) || !/[\s,;:<>()[\]@"\\]/.test(written)) continue
    parts.push(text.slice(at, word.start), `"${decodeWords(written).replaceAll(/["\\]/g, '\\$&')}"`)
    at = word.end
  }
  return [...parts, text.slice(at)].join('')
}

function partsOf(text: string): readonly (string | Run)[] {
  const parts: (string | Run)[] = []
  let at = 0
  for (const word of findWords(text)) {
    if (!isData(word)) continue
    const between = text.slice(at, word.start)
    const before = parts.at(-1)
    const isNeighbour = typeof before === 'object' && /^[ \t\r\n]*$/.test(between)
    if (between !== '' && !isNeighbour) parts.push(between)
    addWord(parts, word, isNeighbour ? before : undefined)
    at = word.end
  }
  return [...parts, text.slice(at)]
}

// Put together once at the end: a header of thousands of words would otherwise be copied once for each.
function addWord(parts: (string | Run)[], word: FoundWord, before: Run | undefined): void {
  const charset = word.charset.toLowerCase()
  if (before?.charset === charset) before.words.push(word)
  else parts.push({ charset, words: [word] })
}

/** A payload that is no base64 makes no encoded word; in Q anything stands at least for itself. */
function isData({ encoding, payload }: FoundWord): boolean {
  if (encoding === 'q' || payload === '') return true
  const strange = payload.replaceAll(/[A-Za-z0-9+/_=\s-]+/g, '').length
  return strange * 2 < payload.length && (strange <= 1 || strange * 10 <= payload.length)
}

function decodeRun({ charset, words }: Run): string {
  const pieces: Uint8Array[] = []
  for (let at = 0; at < words.length;) {
    const encoding = words[at]?.encoding
    let end = at + 1
    while (end < words.length && words[end]?.encoding === encoding) end += 1
    const payloads = words.slice(at, end).map(({ payload }) => payload)
    pieces.push(...(encoding === 'b' ? readBase64Run(payloads, charset) : rejoinEscapes(payloads).map(readQuoted)))
    at = end
  }
  return decodePieces(pieces, charset)
}

/** Each word is base64 of its own (RFC 2047 section 5), unless groups of four were cut. */
function readBase64Run(payloads: readonly string[], charset: string): readonly Uint8Array[] {
  const clean = payloads.map((payload) =>
    payload
      .replaceAll('-', '+')
      .replaceAll('_', '/')
      .replaceAll(/[^A-Za-z0-9+/=]+/g, ''),
  )
  const apart = clean.map(readBase64)
  if (!clean.slice(0, -1).some((payload) => payload.length % 4 !== 0)) return apart
  const whole = readBase64(clean.join(''))
  const damage = damageOf(decodeText(whole, charset)) - damageOf(decodePieces(apart, charset))
  return damage < 0 || (damage === 0 && clean.slice(0, -1).some(endsInByte)) ? [whole] : apart
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
/** Bits that are left of the last character by how many there are of a group; of a whole text they are zero. */
const bitsLeft = [0, 63, 15, 3]

/** Whether base64 ends in the middle of a byte. */
function endsInByte(payload: string): boolean {
  const bare = payload.replaceAll('=', '')
  return (alphabet.indexOf(bare.at(-1) ?? 'A') & (bitsLeft[bare.length % 4] ?? 0)) !== 0
}

const readBase64 = (payload: string): Uint8Array => decodeTransfer(encodeUtf8(payload), 'base64')

/** An escape that a program cut goes on in the next word; a sign alone at an end is the line break of quoted-printable. */
function rejoinEscapes(payloads: readonly string[]): readonly string[] {
  const whole = [...payloads]
  for (const [index, payload] of whole.entries()) {
    const [cut = ''] = /=[0-9a-f]?$/i.exec(payload) ?? []
    if (cut === '') continue
    const missing = 3 - cut.length
    const next = whole[index + 1] ?? ''
    if (next.length >= missing && /^[0-9a-f]+$/i.test(next.slice(0, missing))) {
      whole[index] = payload + next.slice(0, missing)
      whole[index + 1] = next.slice(missing)
    } else if (cut === '=') whole[index] = payload.slice(0, -1)
  }
  return whole
}

const equals = 0x3d
const underscore = 0x5f

/** The Q encoding (RFC 2047 section 4.2): an underscore is a space, "=" and two digits a byte. */
function readQuoted(payload: string): Uint8Array {
  const written = encodeUtf8(payload)
  const out = new Uint8Array(written.length)
  let length = 0
  for (let at = 0; at < written.length; at += 1) {
    const byte = written[at] ?? 0
    const digits = byte === equals ? String.fromCharCode(written[at + 1] ?? 0, written[at + 2] ?? 0) : ''
    const isEscape = /^[0-9a-f]{2}$/i.test(digits)
    out[length] = isEscape ? Number.parseInt(digits, 16) : byte === underscore ? 0x20 : byte
    length += 1
    at += isEscape ? 2 : 0
  }
  return out.subarray(0, length)
}

/**
 * Words of a charset that switches inside a text begin and end in ASCII, each for itself (RFC 2047 section 3), and are
 * decoded one by one; only where a program cut one in the middle are they put together before.
 */
function decodePieces(pieces: readonly Uint8Array[], charset: string): string {
  if (!isStateful(charset)) return decodeText(joinBytes(pieces), charset)
  const oneByOne = pieces.map((piece) => decodeText(piece, charset)).join('')
  if (!oneByOne.includes('\ufffd')) return oneByOne
  const whole = decodeText(joinBytes(pieces), charset)
  return damageOf(whole) < damageOf(oneByOne) ? whole : oneByOne
}

const damageOf = (text: string): number => text.split('\ufffd').length

/** Line breaks, other controls and characters that change the direction of writing: never wanted in a name. */
function withoutUnseen(text: string): string {
  return text.replace(/[\p{Cc}\p{Zl}\p{Zp}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]+/gu, ' ').trim()
}
