/**
 * Charsets of two or four bytes a character. Without a mark the order of the bytes is the network's (RFC 2781 section 4.3),
 * unless the zeros of what is mostly ASCII say otherwise: programs forget the mark.
 */
export type WideCharset = 'utf-16' | 'utf-16le' | 'utf-16be' | 'utf-32' | 'utf-32le' | 'utf-32be'

export const isWide = (charset: string): charset is WideCharset => /^utf-(?:16|32)(?:le|be)?$/.test(charset)

/** The charset that the mark at the beginning of bytes names; null when there is none. */
export function markOf(bytes: Uint8Array): WideCharset | null {
  const [a, b, c, d] = bytes
  if (a === 0 && b === 0 && c === 0xfe && d === 0xff) return 'utf-32be'
  if (a === 0xff && b === 0xfe) return c === 0 && d === 0 && bytes.length % 4 === 0 ? 'utf-32le' : 'utf-16le'
  return a === 0xfe && b === 0xff ? 'utf-16be' : null
}

/** What bytes with many zeros are, by where those stand; null for anything else. */
export function wideBy(zeros: Uint8Array): WideCharset | null {
  const bytes = zeros.subarray(0, sampleBytes)
  if (bytes.length < 4 || !bytes.includes(0)) return null
  const counts = [0, 0, 0, 0]
  for (let at = 0; at < bytes.length; at += 1) if (bytes[at] === 0) counts[at % 4] = (counts[at % 4] ?? 0) + 1
  const [first = 0, second = 0, third = 0, fourth = 0] = counts.map((count) => count / Math.max(1, bytes.length / 4))
  if (first > most && second > most && fourth < few) return 'utf-32be'
  if (third > most && fourth > most && first < few) return 'utf-32le'
  if (first + third > most * 2 && second + fourth < few) return 'utf-16be'
  return second + fourth > most * 2 && first + third < few ? 'utf-16le' : null
}

const sampleBytes = 4_096
const most = 0.7
const few = 0.1

export function decodeWide(bytes: Uint8Array, charset: WideCharset): string {
  const isExact = /[lb]e$/.test(charset)
  const found = markOf(bytes) ?? (isExact ? charset : (wideBy(bytes) ?? withOrder(charset)))
  if (found === 'utf-32le' || found === 'utf-32be') return decodeUtf32(bytes, found === 'utf-32le')
  return new TextDecoder(found).decode(bytes)
}

const withOrder = (charset: WideCharset): WideCharset => (charset.startsWith('utf-32') ? 'utf-32be' : 'utf-16be')

function decodeUtf32(bytes: Uint8Array, isLittle: boolean): string {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const pieces: string[] = []
  for (let at = 0; at + 3 < bytes.length; at += 4) {
    const code = view.getUint32(at, isLittle)
    if (code === 0xfeff && at === 0) continue
    const isCharacter = code <= 0x10ffff && (code < 0xd800 || code > 0xdfff)
    pieces.push(isCharacter ? String.fromCodePoint(code) : '\ufffd')
  }
  return pieces.join('')
}
