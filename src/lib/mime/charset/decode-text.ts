import { charsetOf } from './charset-names.ts'
import { codePages, decodeCodePage } from './code-pages.ts'
import { decodeWide, isWide, markOf, wideBy, type WideCharset } from './decode-wide.ts'
import { decodeUtf7 } from './decode-utf-7.ts'
import { decodeHz, decodeIso2022Cn, decodeIso2022Jp, decodeIso2022Kr, hasJapaneseEscape } from './shifted-charsets.ts'

/** One byte, one character: text in them is never valid UTF-8 by chance once it has letters beyond ASCII. */
const singleByte = /^(?:windows-\d+|iso-8859-\d+(?:-[ie])?|koi8-[ru]|ibm866|macintosh|x-mac-cyrillic)$/
/** One or two bytes a character: such text may be valid UTF-8 by chance while it is short. */
const doubleByte = /^(?:gbk|gb18030|big5|euc-kr|euc-jp|shift_jis)$/

/**
 * Text as people should see it. The declared charset is believed unless the bytes prove it wrong: by a mark at their
 * beginning, or by zeros where only wide characters have them; otherwise it is UTF-8 if they are UTF-8, and Windows-1252,
 * which shows something for every byte, if they are not. Never throws.
 */
export function decodeText(bytes: Uint8Array, declared: string): string {
  const wide = wideCharsetOf(bytes)
  if (wide !== null) return decodeWide(bytes, wide)
  const charset = charsetOf(declared)
  if (charset === null) return decodeUndeclared(bytes)
  const upperHalf = codePages[charset]
  if (upperHalf !== undefined) return decodeStrictUtf8(bytes) ?? decodeCodePage(bytes, upperHalf)
  switch (charset) {
    case 'utf-7':
      return decodeUtf7(bytes) ?? decodeUndeclared(bytes)
    case 'hz-gb-2312':
      return decodeHz(bytes)
    case 'iso-2022-kr':
      return decodeIso2022Kr(bytes)
    case 'iso-2022-cn':
      return decodeIso2022Cn(bytes)
  }
  return isWide(charset) ? decodeClaimedWide(bytes, charset) : decodeKnown(bytes, decoderOf(charset))
}

function wideCharsetOf(bytes: Uint8Array): WideCharset | null {
  const marked = markOf(bytes)
  return marked !== null && isWide(marked) ? marked : wideBy(bytes)
}

/** Text without a zero that is UTF-8, or nearly all ASCII, is no text of wide characters, whatever it says. */
function decodeClaimedWide(bytes: Uint8Array, charset: WideCharset): string {
  if (bytes.includes(0)) return decodeWide(bytes, charset)
  const beginning = bytes.subarray(0, 4_096)
  const plain = beginning.filter((byte) => byte === 0x0a || byte === 0x0d || (byte >= 0x20 && byte < 0x7f)).length
  return (
    decodeStrictUtf8(bytes) ?? (plain > beginning.length * 0.75 ? decodeUndeclared(bytes) : decodeWide(bytes, charset))
  )
}

/** Whether decoding one run of bytes depends on what came before it, so that encoded words are decoded one by one. */
export const isStateful = (declared: string): boolean =>
  /^(?:utf-7|hz-gb-2312|iso-2022-[a-z]+)$/.test(charsetOf(declared) ?? '')

/** Made once: making one takes longer than reading a header. There are no more than charsets that the platform knows. */
const decoders = new Map<string, TextDecoder>()
const strictUtf8 = new TextDecoder('utf-8', { fatal: true })

function decoderOf(charset: string): TextDecoder {
  const known = decoders.get(charset)
  if (known !== undefined) return known
  const made = makeDecoder(charset)
  decoders.set(charset, made)
  return made
}

function makeDecoder(charset: string): TextDecoder {
  try {
    return new TextDecoder(charset)
  } catch {
    return new TextDecoder(charset.replaceAll('-', '_'))
  }
}

function decodeKnown(bytes: Uint8Array, decoder: TextDecoder): string {
  const { encoding } = decoder
  if (encoding === 'utf-8') return decodeClaimedUtf8(bytes)
  if (encoding === 'iso-2022-jp') return decodeJapanese(bytes)
  if (doubleByte.test(encoding)) return decodeDoubleByte(bytes, decoder)
  if (isWide(encoding)) return decodeClaimedWide(bytes, encoding)
  return (singleByte.test(encoding) ? decodeStrictUtf8(bytes) : null) ?? decoder.decode(bytes)
}

/** A charset of seven bits: what has an eighth one is something else. */
function decodeJapanese(bytes: Uint8Array): string {
  const isSevenBit = bytes.every((byte) => byte < 0x80)
  return isSevenBit || hasJapaneseEscape(bytes) ? decodeIso2022Jp(bytes) : decodeUndeclared(bytes)
}

function decodeDoubleByte(bytes: Uint8Array, decoder: TextDecoder): string {
  const utf8 = decodeStrictUtf8(bytes)
  if (utf8 === null || /^[\0-\x7f]*$/.test(utf8)) return decoder.decode(bytes)
  const declared = decoder.decode(bytes)
  return declared.includes('\ufffd') || isNoChance(utf8) ? utf8 : declared
}

/**
 * Whether a text of two bytes a character cannot have been valid UTF-8 by chance. One that was decodes to letters of two
 * bytes (Greek, Cyrillic, accented), hardly ever to longer ones, and not to an accented letter beside a plain Latin one.
 */
function isNoChance(utf8: string): boolean {
  const beginning = utf8.slice(0, 20_000)
  const long = beginning.match(/[\u0800-\uffff]/g)?.length ?? 0
  const short = beginning.match(/[\u0080-\u07ff]/g)?.length ?? 0
  const accented = [...beginning.matchAll(/[a-z]?[\u00c0-\u024f]+[a-z]?/gi)].reduce((sum, [run]) => {
    const plain = run.match(/[a-z]/gi)?.length ?? 0
    return plain === 0 ? sum : sum + run.length - plain
  }, 0)
  return long >= 2 || (long === 1 && short > 0) || short >= 8 || accented * 2 > short
}

function decodeUndeclared(bytes: Uint8Array): string {
  if (hasJapaneseEscape(bytes)) return decodeIso2022Jp(bytes)
  return decodeStrictUtf8(bytes) ?? decoderOf('windows-1252').decode(bytes)
}

/** A stray byte in a long UTF-8 text spoils one character; a text that is hardly UTF-8 at all is something else. */
function decodeClaimedUtf8(bytes: Uint8Array): string {
  const strict = decodeStrictUtf8(bytes)
  if (strict !== null) return hasJapaneseEscape(bytes) ? decodeIso2022Jp(bytes) : strict
  const lossy = decoderOf('utf-8').decode(bytes)
  const broken = lossy.split('\ufffd').length - 1
  const intact = lossy.replaceAll(/[\0-\x7f\ufffd]/g, '').length
  return broken > intact ? decodeMixture(bytes) : lossy
}

/** UTF-8 where bytes are that, Windows-1252 where they are not: quotations in one charset in a letter in the other. */
function decodeMixture(bytes: Uint8Array): string {
  const narrow = decoderOf('windows-1252')
  const wide = decoderOf('utf-8')
  const pieces: string[] = []
  let start = 0
  for (let at = 0; at < bytes.length;) {
    const length = sequenceLength(bytes, at)
    if (length > 0) {
      at += length
      continue
    }
    pieces.push(wide.decode(bytes.subarray(start, at)), narrow.decode(bytes.subarray(at, at + 1)))
    at += 1
    start = at
  }
  return [...pieces, wide.decode(bytes.subarray(start))].join('')
}

/** Of the character of UTF-8 that begins here; 0 when none does. */
function sequenceLength(bytes: Uint8Array, at: number): number {
  const first = bytes[at] ?? 0
  const length =
    first < 0x80
      ? 1
      : first >= 0xc2 && first < 0xe0
        ? 2
        : (first & 0xf0) === 0xe0
          ? 3
          : first >= 0xf0 && first < 0xf5
            ? 4
            : 0
  for (let more = 1; more < length; more += 1) if (((bytes[at + more] ?? 0) & 0xc0) !== 0x80) return 0
  return length
}

function decodeStrictUtf8(bytes: Uint8Array): string | null {
  try {
    return strictUtf8.decode(bytes)
  } catch {
    return null
  }
}
