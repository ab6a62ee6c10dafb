import { concatBytes, encodeBase64, encodeUtf8 } from '../../lib/bytes/index.ts'
import { LineScanner, type LinePiece, type SkippedLines } from './line-scanner.ts'
import type { MailLimits } from './mail-limits.ts'
import { readPartHeader, type PartHeader, type TransferEncoding } from './part-header.ts'

/** Where the encoded body of a part lies in the message. */
export interface PartRange {
  readonly start: number
  readonly end: number
  readonly encoding: TransferEncoding
  readonly decodedBytes: number
}

export interface ThinMail {
  /** The message with every body that is not shown as text replaced by its marker: small, whatever the original was. */
  readonly bytes: Uint8Array
  /** By marker, which is what a parser finds as the content of that part. */
  readonly parts: ReadonlyMap<string, PartRange>
  /** False once a limit was passed: something of the message is not in `bytes`. */
  readonly isComplete: boolean
}

/**
 * Reads a message of any size once, in constant memory, so that a parser only ever sees its structure and its text.
 * Malformed input is read as far as it goes, never refused.
 */
export async function thinMail(message: ReadableStream<Uint8Array>, limits: MailLimits): Promise<ThinMail> {
  const scanner = new LineScanner()
  const thinner = new Thinner(limits, scanner)
  const reader = message.getReader()
  for (let read = await reader.read(); !read.done; read = await reader.read()) {
    for (const piece of scanner.feed(read.value)) thinner.take(piece)
    if (!thinner.isStopped) continue
    await reader.cancel()
    return thinner.result()
  }
  for (const piece of scanner.end()) thinner.take(piece)
  return thinner.result()
}

const carriageReturn = 0x0d
const dash = 0x2d
const newLine = Uint8Array.of(carriageReturn, 0x0a)

interface OpenPart extends SkippedLines {
  readonly marker: string
  readonly start: number
  readonly encoding: TransferEncoding
}

class Thinner {
  isStopped = false
  readonly #limits: MailLimits
  readonly #scanner: LineScanner
  readonly #out: Uint8Array[] = []
  readonly #parts = new Map<string, PartRange>()
  readonly #boundaries: Uint8Array[] = []
  readonly #secret = globalThis.crypto.randomUUID()
  #mode: 'header' | 'text' | 'skip' | 'part' = 'header'
  #header: Uint8Array[] = []
  #headerBytes = 0
  #textBytes = 0
  #partsSeen = 1
  #part: OpenPart | null = null
  #isComplete = true

  constructor(limits: MailLimits, scanner: LineScanner) {
    this.#limits = limits
    this.#scanner = scanner
  }

  take(piece: LinePiece): void {
    if (this.isStopped) return
    if (piece.startsLine && piece.bytes[0] === dash && piece.bytes[1] === dash && this.#takeBoundary(piece)) return
    switch (this.#mode) {
      case 'header':
        return this.#takeHeader(piece)
      case 'text':
        return this.#takeText(piece)
      case 'part':
        return this.#takePart(piece)
      case 'skip':
        return undefined
    }
  }

  result(): ThinMail {
    if (this.#mode === 'header') this.#endHeader(0)
    this.#closePart()
    return { bytes: concatBytes(...this.#out), parts: this.#parts, isComplete: this.#isComplete }
  }

  #takeBoundary(piece: LinePiece): boolean {
    const line = withoutTrailingSpace(piece.bytes)
    const index = this.#boundaries.findLastIndex((boundary) => boundaryKind(line, boundary) !== 'none')
    const boundary = this.#boundaries[index]
    if (boundary === undefined) return false
    if (this.#mode === 'header') this.#endHeader(piece.offset)
    this.#closePart()
    const isLast = boundaryKind(line, boundary) === 'last'
    this.#boundaries.length = isLast ? index : index + 1
    this.#write(piece.bytes.slice(), newLine)
    this.#mode = isLast ? 'skip' : 'header'
    if (!isLast) this.#countPart()
    return true
  }

  #countPart(): void {
    this.#partsSeen += 1
    if (this.#partsSeen <= this.#limits.maxParts) return
    this.#isComplete = false
    this.isStopped = true
  }

  #takeHeader(piece: LinePiece): void {
    const isBlank = piece.startsLine && piece.endsLine && withoutTrailingSpace(piece.bytes).length === 0
    if (isBlank) return this.#endHeader(piece.offset + piece.bytes.length + 1)
    this.#headerBytes += piece.bytes.length + 1
    if (this.#headerBytes > this.#limits.maxHeaderBytes) {
      this.#isComplete = false
      return
    }
    this.#header.push(piece.bytes.slice())
    if (piece.endsLine) this.#header.push(Uint8Array.of(0x0a))
  }

  #endHeader(bodyStart: number): void {
    const bytes = concatBytes(...this.#header)
    this.#header = []
    this.#headerBytes = 0
    this.#write(bytes, newLine)
    this.#startBody(readPartHeader(new TextDecoder('latin1').decode(bytes)), bodyStart)
  }

  #startBody(header: PartHeader, bodyStart: number): void {
    if (header.boundary !== null && this.#boundaries.length < this.#limits.maxDepth) {
      this.#boundaries.push(encodeUtf8(`--${header.boundary}`))
      this.#mode = 'skip'
      return
    }
    if (header.boundary !== null) this.#isComplete = false
    const isText = !header.isAttachment && /^text\/(?:plain|html)$/.test(header.mediaType)
    this.#mode = isText ? 'text' : 'part'
    if (!isText) this.#openPart(header.encoding, bodyStart)
  }

  #openPart(encoding: TransferEncoding, start: number): void {
    const marker = `part-${this.#secret}-${this.#partsSeen}`
    this.#part = { marker, start, encoding, end: start, lineBytes: 0, padding: 0 }
    this.#scanner.skipping = this.#part
    this.#write(encodeUtf8(encoding === 'base64' ? encodeBase64(encodeUtf8(marker)) : marker), newLine)
  }

  #takeText(piece: LinePiece): void {
    this.#textBytes += piece.bytes.length + 1
    if (this.#textBytes > this.#limits.maxTextBytes) {
      this.#isComplete = false
      return
    }
    this.#write(piece.bytes.slice())
    if (piece.endsLine) this.#write(Uint8Array.of(0x0a))
  }

  #takePart(piece: LinePiece): void {
    if (this.#part === null) return
    const line = withoutTrailingSpace(piece.bytes)
    // The line end before a boundary belongs to the boundary (RFC 2046 section 5.1.1), so only what precedes it counts.
    this.#part.end = piece.offset + (piece.endsLine ? withoutReturn(piece.bytes) : piece.bytes).length
    this.#part.lineBytes += line.length
    if (line.length > 0) this.#part.padding = paddingOf(line)
  }

  #closePart(): void {
    const part = this.#part
    if (part === null) return
    this.#part = null
    this.#scanner.skipping = null
    const { start, end, encoding } = part
    const decodedBytes =
      encoding === 'base64' ? Math.max(0, Math.floor((part.lineBytes * 3) / 4) - part.padding) : end - start
    this.#parts.set(part.marker, { start, end, encoding, decodedBytes })
  }

  #write(...pieces: readonly Uint8Array[]): void {
    this.#out.push(...pieces)
  }
}

function boundaryKind(line: Uint8Array, boundary: Uint8Array): 'none' | 'next' | 'last' {
  const isBoundary = line.length >= boundary.length && boundary.every((byte, index) => line[index] === byte)
  if (!isBoundary) return 'none'
  if (line.length === boundary.length) return 'next'
  const isLast =
    line.length === boundary.length + 2 && line[boundary.length] === dash && line[boundary.length + 1] === dash
  return isLast ? 'last' : 'none'
}

function withoutTrailingSpace(line: Uint8Array): Uint8Array {
  let end = line.length
  while (end > 0 && isSpace(line[end - 1])) end -= 1
  return line.subarray(0, end)
}

const isSpace = (byte: number | undefined): boolean => byte === 0x20 || byte === 0x09 || byte === carriageReturn

const withoutReturn = (line: Uint8Array): Uint8Array =>
  line[line.length - 1] === carriageReturn ? line.subarray(0, line.length - 1) : line

function paddingOf(line: Uint8Array): number {
  const equals = 0x3d
  if (line[line.length - 1] !== equals) return 0
  return line[line.length - 2] === equals ? 2 : 1
}
