import { concatBytes } from '../../bytes/index.ts'
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

const lineFeed = 0x0a
const carriageReturn = 0x0d
/** Longer than any line of mail; what comes in longer ones is decoded without asking whether it is text. */
const maxLineBytes = 4_096
/** Of what follows the data; a footer is short. */
const maxTailBytes = 64 * 1024

/** Where a line lies in the input, and where its bytes go in the output. */
interface LinePlace {
  readonly start: number
  readonly end: number
  readonly into: number
}

/**
 * Base64 (RFC 2045 section 6.8) line by line. The data ends at the padding, unless what follows is whole lines of base64
 * again (pieces that were encoded apart and put together), and at a line that is no base64: what a mailing list or a
 * scanner wrote behind it is in `tail`. A stray character in a line of data is passed over.
 */
export class Base64Decoder implements TransferDecoder {
  #held = new Uint8Array(0)
  #bits = 0
  #bitCount = 0
  #isPadded = false
  #isLongLine = false
  #isEnded = false
  readonly #tail: Uint8Array[] = []
  #tailBytes = 0

  push(bytes: Uint8Array): Uint8Array {
    const input = this.#held.length === 0 ? bytes : concatBytes(this.#held, bytes)
    const out = new Uint8Array(Math.ceil((input.length * 3) / 4) + 3)
    let written = 0
    let at = 0
    for (let feed = input.indexOf(lineFeed); feed !== -1; feed = input.indexOf(lineFeed, at)) {
      const clean = this.#decodeClean(input, { start: at, end: feed, into: written }, out)
      written = clean === -1 ? this.#takeLine(input.subarray(at, feed + 1), out, written) : clean
      at = feed + 1
    }
    if (input.length - at > maxLineBytes) {
      written = this.#decode(input.subarray(at), out, written)
      this.#isLongLine = true
      at = input.length
    }
    this.#held = input.slice(at)
    return out.subarray(0, written)
  }

  end(): Uint8Array {
    const out = new Uint8Array(Math.ceil((this.#held.length * 3) / 4) + 3)
    const written = this.#takeLine(this.#held, out, 0)
    this.#held = new Uint8Array(0)
    return out.subarray(0, written)
  }

  /** What stands behind the data and is none; as it came. */
  get tail(): Uint8Array {
    return concatBytes(...this.#tail)
  }

  /** A line of nothing but data, as nearly all are; -1, and nothing done, for another one. */
  #decodeClean(input: Uint8Array, line: LinePlace, out: Uint8Array): number {
    if (this.#isEnded || this.#isPadded || this.#isLongLine) return -1
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
    const isText = !this.#isEnded && !this.#isLongLine && isTextLine(line, this.#isPadded)
    this.#isLongLine = false
    if (isText) this.#isEnded = true
    if (!this.#isEnded) return this.#decode(line, out, written)
    if (this.#tailBytes < maxTailBytes) this.#tail.push(line.slice(0, maxTailBytes - this.#tailBytes))
    this.#tailBytes += line.length
    return written
  }

  #decode(line: Uint8Array, out: Uint8Array, from: number): number {
    if (this.#isEnded) return from
    let written = from
    for (const code of line) {
      const value = meanings[code] ?? foreign
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

interface Census {
  readonly data: number
  readonly strange: number
  readonly isPadded: boolean
  /** White space between characters, other than what cuts them into whole groups of four. */
  readonly hasWords: boolean
}

function take(line: Uint8Array): Census {
  let data = 0
  let strange = 0
  let isPadded = false
  let hasWords = false
  let isBehindBlank = false
  for (const code of line) {
    const meaning = meanings[code] ?? foreign
    if (meaning === blank) {
      isBehindBlank = true
      continue
    }
    if (isBehindBlank && data + strange > 0 && data % 4 !== 0) hasWords = true
    isBehindBlank = false
    if (meaning < foreign) data += 1
    else if (meaning === padding) isPadded = true
    else strange += 1
  }
  return { data, strange, isPadded, hasWords }
}

/** From here on a line behind padding may be a piece of its own; a shorter one is a word. */
const minPieceChars = 16

/** Whether a line is text rather than base64. Behind padding only whole groups count as data. */
function isTextLine(line: Uint8Array, isBehindPadding: boolean): boolean {
  const { data, strange, isPadded, hasWords } = take(line)
  if (data + strange === 0) return false
  if (isBehindPadding) {
    const isPiece = strange === 0 && !hasWords && (isPadded || (data >= minPieceChars && data % 4 === 0))
    return !isPiece
  }
  if (strange === 0) return hasWords && !isPadded
  // A damaged line of data is nearly all data and has no words.
  return hasWords ? data < 40 || strange * 10 > data : strange * 10 > data && !(isPadded && strange === 1)
}
