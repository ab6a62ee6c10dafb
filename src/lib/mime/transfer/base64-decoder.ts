import { concatBytes, joinBytes } from '../../bytes/index.ts'
import type { TransferDecoder } from './transfer-encoding.ts'

const foreign = 64
const padding = 65
const blank = 66
/** What a character of base64 stands for: a value of six bits, the padding, white space, or nothing. */
const meanings = new Uint8Array(256).fill(foreign)
for (const [value, character] of [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'].entries())
  meanings[character.charCodeAt(0)] = value
meanings[0x3d] = padding
for (const code of [0x20, 0x09, 0x0d, 0x0a]) meanings[code] = blank
/** The two characters of base64 for addresses (RFC 4648 section 5), which also draw lines: see `isTextLine`. */
const addressSafe = new Map([
  [0x2d, 62],
  [0x5f, 63],
])

const lineFeed = 0x0a
const carriageReturn = 0x0d
/** Longer than any line of mail; what comes in longer ones is decoded without asking whether it is text. */
const maxLineBytes = 4_096
/** Of what follows the data; a footer is short. */
const maxTailBytes = 64 * 1024
/** Of what precedes it; after that much text, text is all there is. */
const maxPrefaceBytes = 2_048

/** Where a line lies in the input, and where its bytes go in the output. */
interface LinePlace {
  readonly start: number
  readonly end: number
  readonly into: number
}

/**
 * Base64 (RFC 2045 section 6.8) line by line. The data ends at the padding, unless what follows is whole lines of base64
 * again (pieces that were encoded apart and put together), and at a line that is no base64: what a mailing list or a
 * scanner wrote behind it is in `tail`. A stray character in a line of data is passed over. What begins with text was never
 * encoded and stays as it is, but for a `preface` where that is allowed.
 */
export class Base64Decoder implements TransferDecoder {
  readonly #mayHavePreface: boolean
  #held = new Uint8Array(0)
  #bits = 0
  #bitCount = 0
  #isPadded = false
  #isLongLine = false
  #state: 'beginning' | 'data' | 'ended' | 'plain' = 'beginning'
  /** Lines of which nobody knows yet whether they are data. */
  #lead: Uint8Array[] = []
  #leadBytes = 0
  #leadChars = 0
  #hasTextInLead = false
  #preface: Uint8Array = new Uint8Array(0)
  readonly #tail: Uint8Array[] = []
  #tailBytes = 0

  constructor(options: { readonly mayHavePreface: boolean } = { mayHavePreface: false }) {
    this.#mayHavePreface = options.mayHavePreface
  }

  push(bytes: Uint8Array): Uint8Array {
    const input = this.#held.length === 0 ? bytes : concatBytes(this.#held, bytes)
    const out = new Uint8Array(this.#roomFor(input))
    let written = 0
    let at = 0
    for (let feed = input.indexOf(lineFeed); feed !== -1; feed = input.indexOf(lineFeed, at)) {
      const clean = this.#decodeClean(input, { start: at, end: feed, into: written }, out)
      written = clean === -1 ? this.#takeLine(input.subarray(at, feed + 1), out, written) : clean
      at = feed + 1
    }
    if (input.length - at > maxLineBytes) {
      written = this.#takeLongLine(input.subarray(at), out, written)
      at = input.length
    }
    this.#held = input.slice(at)
    return out.subarray(0, written)
  }

  end(): Uint8Array {
    const out = new Uint8Array(this.#roomFor(this.#held))
    const written = this.#takeLine(this.#held, out, 0)
    this.#held = new Uint8Array(0)
    if (this.#state !== 'beginning') return out.subarray(0, written)
    const isData = !this.#hasTextInLead && this.#leadChars % 4 !== 1
    return out.subarray(0, this.#settle(isData ? 'data' : 'plain', out, written))
  }

  /** What stands in front of the data and is none; as it came. */
  get preface(): Uint8Array {
    return this.#preface
  }

  /** What stands behind the data and is none; as it came. */
  get tail(): Uint8Array {
    return joinBytes(this.#tail)
  }

  #roomFor(input: Uint8Array): number {
    const isSmaller = this.#state === 'data' || this.#state === 'ended'
    return isSmaller ? Math.ceil((input.length * 3) / 4) + 3 : input.length + this.#leadBytes + 3
  }

  /** A line of nothing but data, as nearly all are; -1, and nothing done, for another one. */
  #decodeClean(input: Uint8Array, line: LinePlace, out: Uint8Array): number {
    if (this.#state !== 'data' || this.#isPadded || this.#isLongLine) return -1
    let end = line.end
    if (end > line.start && input[end - 1] === carriageReturn) end -= 1
    let bits = this.#bits
    let bitCount = this.#bitCount
    let written = line.into
    for (let at = line.start; at < end; at += 1) {
      const value = meanings[input[at] ?? 0] ?? foreign
      if (value >= foreign) return -1
      bits = ((bits << 6) | value) & 0xffff
      bitCount += 6
      if (bitCount < 8) continue
      bitCount -= 8
      out[written] = (bits >> bitCount) & 0xff
      written += 1
    }
    this.#bits = bits
    this.#bitCount = bitCount
    return written
  }

  #takeLine(line: Uint8Array, out: Uint8Array, written: number): number {
    const isText = !this.#isLongLine && this.#state !== 'plain' && isTextLine(line, this.#isPadded)
    this.#isLongLine = false
    if (this.#state === 'plain') return copy(line, out, written)
    if (this.#state === 'beginning') return this.#takeLead(line, { isText, out, written })
    if (isText) this.#state = 'ended'
    if (this.#state === 'data') return this.#decode(line, out, written)
    if (this.#tailBytes < maxTailBytes) this.#tail.push(line.slice(0, maxTailBytes - this.#tailBytes))
    this.#tailBytes += line.length
    return written
  }

  /** Decoded without asking whether it is text, unless it is the first. */
  #takeLongLine(line: Uint8Array, out: Uint8Array, written: number): number {
    let at = written
    if (this.#state === 'beginning') at = this.#settle(isTextLine(line, false) ? 'plain' : 'data', out, at)
    this.#isLongLine = true
    return this.#state === 'plain' ? copy(line, out, at) : this.#decode(line, out, at)
  }

  /** Short lines of letters may be words: they wait for a line that is certainly data, or certainly text. */
  #takeLead(
    line: Uint8Array,
    how: { readonly isText: boolean; readonly out: Uint8Array; readonly written: number },
  ): number {
    const { data, isPadded } = take(line)
    const isCertain = !how.isText && (isPadded || (data >= minPieceChars && isMixed(line)))
    const isData = this.#hasTextInLead ? isCertain && (isPadded || data >= minDataBehindText) : isCertain
    if (isData) return this.#decode(line, how.out, this.#settle('data', how.out, how.written))
    this.#lead.push(line.slice())
    this.#leadBytes += line.length
    this.#leadChars += data
    if (how.isText) this.#hasTextInLead = true
    const isTooMuch = this.#leadBytes > maxPrefaceBytes || (this.#hasTextInLead && !this.#mayHavePreface)
    if (!this.#hasTextInLead && this.#leadChars >= minDataBehindText) return this.#settle('data', how.out, how.written)
    return isTooMuch ? this.#settle(this.#hasTextInLead ? 'plain' : 'data', how.out, how.written) : how.written
  }

  #settle(state: 'data' | 'plain', out: Uint8Array, from: number): number {
    const lead = this.#lead
    const hasText = this.#hasTextInLead
    this.#state = state
    this.#lead = []
    this.#leadBytes = 0
    let written = from
    if (state === 'plain') for (const line of lead) written = copy(line, out, written)
    else if (hasText) this.#preface = joinBytes(lead)
    else for (const line of lead) written = this.#decode(line, out, written)
    return written
  }

  #decode(line: Uint8Array, out: Uint8Array, from: number): number {
    if (this.#state !== 'data') return from
    let written = from
    for (const code of line) {
      const value = addressSafe.get(code) ?? meanings[code] ?? foreign
      if (value < foreign) {
        // What comes behind padding begins anew.
        if (this.#isPadded) this.#restart()
        this.#bits = ((this.#bits << 6) | value) & 0xffff
        this.#bitCount += 6
        if (this.#bitCount < 8) continue
        this.#bitCount -= 8
        out[written] = (this.#bits >> this.#bitCount) & 0xff
        written += 1
      } else if (value === padding) this.#isPadded = true
    }
    return written
  }

  #restart(): void {
    this.#isPadded = false
    this.#bits = 0
    this.#bitCount = 0
  }
}

function copy(line: Uint8Array, out: Uint8Array, written: number): number {
  out.set(line, written)
  return written + line.length
}

interface Census {
  readonly data: number
  readonly strange: number
  /** Those of the strange ones that are data in base64 for addresses. */
  readonly addressSafe: number
  readonly isPadded: boolean
  /** White space between characters, other than what cuts them into whole groups of four. */
  readonly hasWords: boolean
  readonly blanks: number
}

function take(line: Uint8Array): Census {
  let data = 0
  let strange = 0
  let safe = 0
  let isPadded = false
  let hasWords = false
  let isBehindBlank = false
  let blanks = 0
  for (const code of line) {
    const meaning = meanings[code] ?? foreign
    if (meaning === blank) {
      isBehindBlank = true
      blanks += 1
      continue
    }
    if (isBehindBlank && data + strange > 0 && data % 4 !== 0) hasWords = true
    isBehindBlank = false
    if (meaning < foreign) data += 1
    else if (meaning === padding) isPadded = true
    else {
      strange += 1
      if (addressSafe.has(code)) safe += 1
    }
  }
  return { data, strange, addressSafe: safe, isPadded, hasWords, blanks }
}

const mixture = [/[A-Z]/, /[a-z]/, /[0-9+/]/]

/** Letters of both kinds and something else: no word is written so. */
function isMixed(line: Uint8Array): boolean {
  const text = String.fromCharCode(...line.subarray(0, 200))
  return mixture.every((kind) => kind.test(text))
}

/** From here on a line behind padding may be a piece of its own; a shorter one is a word. */
const minPieceChars = 16
/** Behind text, a line is data again from here on, or where it has padding. */
const minDataBehindText = 40

/** Whether a line is text rather than base64. Behind padding only whole groups count as data. */
function isTextLine(line: Uint8Array, isBehindPadding: boolean): boolean {
  const { data, strange, addressSafe: safe, isPadded, hasWords, blanks } = take(line)
  if (data + strange === 0) return false
  if (strange > 0 && strange === safe && !hasWords && data >= minPieceChars && safe * 3 < data) return false
  if (isBehindPadding) {
    const isPiece = strange === 0 && !hasWords && (isPadded || (data >= minPieceChars && data % 4 === 0))
    return !isPiece
  }
  if (strange === 0) return hasWords && !isPadded
  // A damaged line of data is nearly all data and has no words to speak of.
  return hasWords
    ? data < 40 || strange * 10 > data || blanks * 20 > data
    : strange * 10 > data && !(isPadded && strange === 1)
}
