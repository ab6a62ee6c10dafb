import { joinBytes } from '../../bytes/index.ts'
import type { TransferEncoding } from '../transfer/transfer-encoding.ts'
import { withoutTrailingSpace } from './boundary-lines.ts'
import type { LinePiece, SkippedLines } from './line-scanner.ts'

/** How much of a body is kept while the message passes by. */
export interface Holding {
  readonly maxBytes: number
  /** What becomes of a larger one: its beginning is kept, or nothing. */
  readonly isBeginningKept: boolean
}

const carriageReturn = 0x0d
const equals = 0x3d

/** The body of a part while its lines come in. */
export class BodyDraft implements SkippedLines {
  readonly start: number
  lineBytes = 0
  end: number
  padding = 0
  readonly #holding: Holding
  #held: Uint8Array[] = []
  #heldBytes = 0
  #isFull = false

  constructor(start: number, holding: Holding) {
    this.start = start
    this.end = start
    this.#holding = holding
    this.#isFull = holding.maxBytes === 0
  }

  /** Nothing more will be kept: lines need only be measured. */
  get isFull(): boolean {
    return this.#isFull
  }

  get heldBytes(): number {
    return this.#heldBytes
  }

  take(piece: LinePiece): void {
    const line = withoutTrailingSpace(piece.bytes)
    // The line end before a boundary belongs to the boundary (RFC 2046 section 5.1.1), so only what precedes it counts.
    this.end = piece.offset + (piece.endsLine ? withoutReturn(piece.bytes) : piece.bytes).length
    this.lineBytes += line.length
    if (line.length > 0) this.padding = paddingOf(line)
    if (!this.#isFull) this.#hold(piece)
  }

  #hold({ bytes, endsLine }: LinePiece): void {
    const room = this.#holding.maxBytes - this.#heldBytes
    if (bytes.length + 1 > room) {
      this.#isFull = true
      if (!this.#holding.isBeginningKept) {
        this.#held = []
        this.#heldBytes = 0
      } else this.#push(bytes.slice(0, room))
      return
    }
    this.#push(bytes.slice())
    if (endsLine) this.#push(lineEnd)
  }

  #push(bytes: Uint8Array): void {
    this.#held.push(bytes)
    this.#heldBytes += bytes.length
  }

  /** What was kept, up to the end of the body. */
  finish(): { readonly body: Uint8Array; readonly isWhole: boolean } {
    const whole = joinBytes(this.#held)
    const length = this.end - this.start
    const isWhole = whole.length >= length && (!this.#isFull || length === 0)
    return { body: whole.length > length ? whole.slice(0, length) : whole, isWhole }
  }

  sizeIn(encoding: TransferEncoding): number {
    if (encoding === 'base64') return Math.max(0, Math.floor((this.lineBytes * 3) / 4) - this.padding)
    if (encoding === 'uuencode') return Math.max(0, Math.floor((this.lineBytes * 3) / 4))
    return this.end - this.start
  }
}

const lineEnd = Uint8Array.of(0x0a)

const withoutReturn = (line: Uint8Array): Uint8Array => (line.at(-1) === carriageReturn ? line.subarray(0, -1) : line)

function paddingOf(line: Uint8Array): number {
  if (line.at(-1) !== equals) return 0
  return line.at(-2) === equals ? 2 : 1
}
