/** Labels that occur in mail and that the decoder does not know, or knows too narrowly. */
const aliases: Readonly<Record<string, string>> = {
  gb2312: 'gb18030',
  gbk: 'gb18030',
  cp936: 'gb18030',
  'x-gbk': 'gb18030',
  'iso-2022-jp-ms': 'iso-2022-jp',
  'iso-2022-jp-1': 'iso-2022-jp',
  'iso-2022-jp-2': 'iso-2022-jp',
  cp50220: 'iso-2022-jp',
  cp932: 'shift_jis',
  cp949: 'euc-kr',
  ms949: 'euc-kr',
  cp950: 'big5',
  'big5-hkscs': 'big5',
  utf8mb4: 'utf-8',
  ansi: 'windows-1252',
  'iso-8859-1-windows-3.1-latin-1': 'windows-1252',
}

const undeclared = new Set([
  '',
  'us-ascii',
  'ascii',
  'ansi_x3.4-1968',
  '7bit',
  '8bit',
  'binary',
  'x-unknown',
  'unknown-8bit',
])
/** One byte, one character: text in them is never valid UTF-8 by chance once it has letters beyond ASCII. */
const singleByte = /^(?:windows-\d+|iso-8859-\d+(?:-[ie])?|koi8-[ru]|ibm866|macintosh|x-mac-cyrillic|x-user-defined)$/

/**
 * Text as people should see it. The declared charset is believed unless the bytes prove it wrong: then it is UTF-8 if they
 * are UTF-8, otherwise Windows-1252, which shows something for every byte. Never throws.
 */
export function decodeText(bytes: Uint8Array, declared: string): string {
  const label = declared
    .trim()
    .toLowerCase()
    .replaceAll(/^["']|["']$/g, '')
  const decoder = undeclared.has(label) ? null : decoderOf(label)
  if (decoder === null) return decodeUndeclared(bytes)
  if (decoder.encoding === 'utf-8') return decodeClaimedUtf8(bytes)
  const isDoubtful = singleByte.test(decoder.encoding) || (decoder.encoding.startsWith('utf-16') && !bytes.includes(0))
  return (isDoubtful ? decodeStrictUtf8(bytes) : null) ?? decoder.decode(bytes)
}

function decoderOf(label: string): TextDecoder | null {
  const dashed = label.replace(/^cp-?(\d+)$/, 'windows-$1').replace(/^(?:x-)?(win)-?(\d+)$/, 'windows-$2')
  try {
    return new TextDecoder(aliases[label] ?? dashed)
  } catch {
    return null
  }
}

function decodeUndeclared(bytes: Uint8Array): string {
  const utf8 = decodeStrictUtf8(bytes)
  if (utf8 !== null && !hasJapaneseEscape(bytes)) return utf8
  return new TextDecoder(hasJapaneseEscape(bytes) ? 'iso-2022-jp' : 'windows-1252').decode(bytes)
}

/** A stray byte in a long UTF-8 text spoils one character; a text that is hardly UTF-8 at all is something else. */
function decodeClaimedUtf8(bytes: Uint8Array): string {
  const strict = decodeStrictUtf8(bytes)
  if (strict !== null) return strict
  const lossy = new TextDecoder().decode(bytes)
  const broken = lossy.split('\ufffd').length - 1
  const intact = lossy.replaceAll(/[\0-\x7f\ufffd]/g, '').length
  return broken > intact ? new TextDecoder('windows-1252').decode(bytes) : lossy
}

function decodeStrictUtf8(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return null
  }
}

const escape = 0x1b
const dollar = 0x24

/** `ESC $ @` or `ESC $ B` (RFC 1468). */
function hasJapaneseEscape(bytes: Uint8Array): boolean {
  for (let at = bytes.indexOf(escape); at !== -1; at = bytes.indexOf(escape, at + 1))
    if (bytes[at + 1] === dollar && (bytes[at + 2] === 0x40 || bytes[at + 2] === 0x42)) return true
  return false
}
