const lineFeed = 0x0a
const carriageReturn = 0x0d
const dash = 0x2d
const equals = 0x3d

/** A line without its line feed (a carriage return stays), or a piece of one that is longer than the scanner keeps. */
export interface LinePiece {
  readonly bytes: Uint8Array
  /** Where `bytes` begins in the input. */
  readonly offset: number
  readonly startsLine: boolean
  /** A line feed follows. */
  readonly endsLine: boolean
}

/** What was left out of the body of a part. */
export interface SkippedLines {
  /** Without line ends. */
  lineBytes: number
  /** Where the last line ended in the input, its line end left out. */
  end: number
  /** Equals signs at the end of the last line that was not empty. */
  padding: number
}

const maxHeldBytes = 4_096

/**
 * Cuts a stream of bytes into lines without ever holding more than a few kilobytes of it. Pieces are views on the chunk
 * that was fed: they are used at once or copied. Where the very first line ends with a carriage return alone, all lines may.
 */
export class LineScanner {
  #held: Uint8Array = new Uint8Array(0)
  #heldOffset = 0
  #startsLine = true
  #fedBytes = 0
  /** Null until the first line has ended. */
  #hasBareReturns: boolean | null = null

  /**
   * While set, lines that do not begin with a dash, and so are no boundary, are only measured. A gigabyte of base64 has
   * fourteen million of them.
   */
  skipping: SkippedLines | null = null

  #join(chunk: Uint8Array): { readonly bytes: Uint8Array; readonly offset: number } {
    const chunkOffset = this.#fedBytes
    this.#fedBytes += chunk.length
    if (this.#held.length === 0) return { bytes: chunk, offset: chunkOffset }
    const bytes = new Uint8Array(this.#held.length + chunk.length)
    bytes.set(this.#held)
    bytes.set(chunk, this.#held.length)
    this.#held = new Uint8Array(0)
    return { bytes, offset: this.#heldOffset }
  }

  *feed(chunk: Uint8Array): Generator<LinePiece> {
    const { bytes, offset } = this.#join(chunk)
    this.#hasBareReturns ??= firstEnd(bytes)
    if (this.#hasBareReturns === true) {
      yield* this.#feedReturns(bytes, offset)
      return
    }
    let start = 0
    for (let end = bytes.indexOf(lineFeed); end >= 0; end = bytes.indexOf(lineFeed, start)) {
      const isSkipped = this.skipping !== null && this.#startsLine && bytes[start] !== dash
      if (isSkipped) measure(this.skipping, bytes, { start, end, offset })
      else yield this.#piece(bytes.subarray(start, end), { offset: offset + start, endsLine: true })
      start = end + 1
    }
    const rest = bytes.subarray(start)
    if (rest.length <= maxHeldBytes) return this.#hold(rest, offset + start)
    yield this.#piece(rest, { offset: offset + start, endsLine: false })
  }

  *#feedReturns(bytes: Uint8Array, offset: number): Generator<LinePiece> {
    let start = 0
    for (let at = 0; at < bytes.length; at += 1) {
      const isReturn = bytes[at] === carriageReturn
      // What follows the last one is not known yet.
      if (isReturn && at === bytes.length - 1) break
      if (bytes[at] !== lineFeed && !(isReturn && bytes[at + 1] !== lineFeed)) continue
      yield this.#piece(bytes.subarray(start, at), { offset: offset + start, endsLine: true })
      start = at + 1
    }
    const rest = bytes.subarray(start)
    if (rest.length <= maxHeldBytes) return this.#hold(rest, offset + start)
    const last = rest.at(-1) === carriageReturn ? rest.length - 1 : rest.length
    yield this.#piece(rest.subarray(0, last), { offset: offset + start, endsLine: false })
    if (last < rest.length) this.#hold(rest.subarray(last), offset + start + last)
  }

  /** What is left once the input has ended; nothing when it ended with a line feed. */
  *end(): Generator<LinePiece> {
    if (this.#held.length === 0) return
    const endsLine = this.#hasBareReturns === true && this.#held.at(-1) === carriageReturn
    const rest = endsLine ? this.#held.subarray(0, -1) : this.#held
    this.#held = new Uint8Array(0)
    yield this.#piece(rest, { offset: this.#heldOffset, endsLine })
  }

  #hold(rest: Uint8Array, offset: number): void {
    this.#held = rest.slice()
    this.#heldOffset = offset
  }

  #piece(bytes: Uint8Array, where: { readonly offset: number; readonly endsLine: boolean }): LinePiece {
    const piece = { bytes, startsLine: this.#startsLine, ...where }
    this.#startsLine = where.endsLine
    return piece
  }
}

/** Whether the first line ends with a carriage return alone; null where none has ended yet. */
function firstEnd(bytes: Uint8Array): boolean | null {
  const feed = bytes.indexOf(lineFeed)
  const back = bytes.indexOf(carriageReturn)
  if (back === -1 || back === bytes.length - 1) return feed === -1 ? null : false
  return (feed === -1 || back < feed) && bytes[back + 1] !== lineFeed && bytes[back + 1] !== carriageReturn
}

interface Extent {
  readonly start: number
  readonly end: number
  /** Of `bytes` in the input. */
  readonly offset: number
}

function measure(skipped: SkippedLines | null, bytes: Uint8Array, { start, end, offset }: Extent): void {
  if (skipped === null) return
  const lineEnd = end > start && bytes[end - 1] === carriageReturn ? end - 1 : end
  skipped.end = offset + lineEnd
  if (lineEnd === start) return
  skipped.lineBytes += lineEnd - start
  skipped.padding = bytes[lineEnd - 1] !== equals ? 0 : bytes[lineEnd - 2] === equals ? 2 : 1
}
