/**
 * Charsets that switch between ASCII and another one inside a text (HZ: RFC 1843, ISO-2022-KR: RFC 1557, ISO-2022-CN:
 * RFC 1922, of which the characters of GB 2312). They are turned into the eight-bit form of the same characters, which the
 * platform decodes.
 */

const tilde = 0x7e
const open = 0x7b
const close = 0x7d
const lineFeed = 0x0a

/** `~{` and `~}` switch, `~~` is a tilde, and a tilde at the end of a line joins it with the next. */
export function decodeHz(bytes: Uint8Array): string {
  const out = new Uint8Array(bytes.length)
  let written = 0
  let isShifted = false
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at] ?? 0
    const next = bytes[at + 1]
    if (byte === tilde && (next === open || next === close || next === lineFeed)) {
      isShifted = next === lineFeed ? isShifted : next === open
      at += 1
      continue
    }
    if (byte === tilde && next === tilde && !isShifted) at += 1
    if (byte === lineFeed) isShifted = false
    out[written] = isShifted && byte > 0x20 ? byte | 0x80 : byte
    written += 1
  }
  return new TextDecoder('gb18030').decode(out.subarray(0, written))
}

const escape = 0x1b
const shiftOut = 0x0e
const shiftIn = 0x0f

/** `ESC $ ) C` or `ESC $ ) A` announces the charset once; shift out and shift in switch. */
export const decodeIso2022Kr = (bytes: Uint8Array): string => decodeAnnounced(bytes, 'euc-kr')
export const decodeIso2022Cn = (bytes: Uint8Array): string => decodeAnnounced(bytes, 'gb18030')

function decodeAnnounced(bytes: Uint8Array, eightBit: string): string {
  const out = new Uint8Array(bytes.length)
  let written = 0
  let isShifted = false
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at] ?? 0
    if (byte === escape && bytes[at + 1] === 0x24 && bytes[at + 2] === 0x29) {
      at += 3
      continue
    }
    if (byte === shiftOut || byte === shiftIn) {
      isShifted = byte === shiftOut
      continue
    }
    if (byte === lineFeed) isShifted = false
    out[written] = isShifted && byte > 0x20 ? byte | 0x80 : byte
    written += 1
  }
  return new TextDecoder(eightBit).decode(out.subarray(0, written))
}

/**
 * ISO-2022-JP (RFC 1468) without escape sequences that another one follows at once: they change nothing, and the decoder
 * of the Encoding Standard shows an error for each.
 */
export function decodeIso2022Jp(bytes: Uint8Array): string {
  const out = new Uint8Array(bytes.length)
  let written = 0
  for (let at = 0; at < bytes.length; at += 1) {
    const length = bytes[at] === escape ? escapeLength(bytes, at) : 0
    if (length > 0 && bytes[at + length] === escape && escapeLength(bytes, at + length) > 0) {
      at += length - 1
      continue
    }
    out[written] = bytes[at] ?? 0
    written += 1
  }
  return new TextDecoder('iso-2022-jp').decode(out.subarray(0, written))
}

/** Of `ESC ( B`, `ESC ( J`, `ESC ( I`, `ESC $ @` and `ESC $ B`; 0 for another. */
function escapeLength(bytes: Uint8Array, at: number): number {
  const set = bytes[at + 2] ?? 0
  if (bytes[at + 1] === 0x28) return set === 0x42 || set === 0x4a || set === 0x49 ? 3 : 0
  return bytes[at + 1] === 0x24 && (set === 0x40 || set === 0x42) ? 3 : 0
}

/** Whether bytes hold `ESC $ @` or `ESC $ B`, which nothing but Japanese begins with. */
export function hasJapaneseEscape(bytes: Uint8Array): boolean {
  for (let at = bytes.indexOf(escape); at !== -1; at = bytes.indexOf(escape, at + 1))
    if (bytes[at + 1] === 0x24 && (bytes[at + 2] === 0x40 || bytes[at + 2] === 0x42)) return true
  return false
}
