import type { LineFault } from '../../lib/smtp/index.ts'

/** Why a message cannot be kept, as far as the protocol knows. */
export type BodyProblem =
  | { readonly kind: 'cut-off' }
  | { readonly kind: 'too-large' }
  | { readonly kind: 'broken-line'; readonly fault: LineFault }

/** What is held for a reader that is slower than the wire, before the wire has to wait. */
const maxHeldBytes = 262_144

/**
 * The bytes of one message on their way from the connection to its one reader: no copy, no stream. The connection
 * pushes and ends it, the reader takes; whoever stops reading loses nothing but the bytes.
 */
export class MessageBody {
  #held: Uint8Array[] = []
  #heldBytes = 0
  #bytes = 0
  #problem: BodyProblem | null = null
  #isOver = false
  #isDropped = false
  #wakeReader: (() => void) | null = null
  readonly #whenOver: (() => void)[] = []
  readonly #maxBytes: number
  readonly #wantMore: () => void

  /** `wantMore` is called when a full body has room again. */
  constructor(maxBytes: number, wantMore: () => void) {
    this.#maxBytes = maxBytes
    this.#wantMore = wantMore
  }

  /** Bytes that came so far, also those that were not kept. */
  get bytes(): number {
    return this.#bytes
  }

  get problem(): BodyProblem | null {
    return this.#problem
  }

  /** Whether the last byte has come, or the connection is gone. */
  get isOver(): boolean {
    return this.#isOver
  }

  /** Whether nothing more should be read from the wire until the reader has taken some. */
  get isFull(): boolean {
    return this.#heldBytes >= maxHeldBytes
  }

  /** The next piece; null when the message is over or there is a problem with it. */
  async next(): Promise<Uint8Array | null> {
    while (this.#held.length === 0 && !this.#isOver && this.#problem === null) await this.#somethingNew()
    const piece = this.#problem === null ? this.#held.shift() : undefined
    if (piece === undefined) return null
    const wasFull = this.isFull
    this.#heldBytes -= piece.length
    if (wasFull && !this.isFull) this.#wantMore()
    return piece
  }

  /** Resolves when the message is over; what comes until then is thrown away. */
  async drop(): Promise<void> {
    this.#isDropped = true
    this.#forget()
    if (!this.#isOver) await new Promise<void>((resolve) => this.#whenOver.push(resolve))
  }

  push(pieces: readonly Uint8Array[], arrivedBytes: number, fault: LineFault | null): void {
    let kept = 0
    for (const piece of pieces) kept += piece.length
    this.#bytes += fault === null ? kept : arrivedBytes
    if (fault !== null) this.#fail({ kind: 'broken-line', fault })
    else if (this.#bytes > this.#maxBytes) this.#fail({ kind: 'too-large' })
    if (this.#problem !== null || this.#isDropped) return
    for (const piece of pieces) this.#held.push(piece)
    this.#heldBytes += kept
    this.#wake()
  }

  /** The final dot has come. */
  end(): void {
    if (this.#isOver) return
    this.#isOver = true
    this.#wake()
    for (const tell of this.#whenOver.splice(0)) tell()
  }

  /** The connection ended before the message did. */
  cutOff(): void {
    if (this.#isOver) return
    this.#fail({ kind: 'cut-off' })
    this.end()
  }

  #fail(problem: BodyProblem): void {
    if (this.#problem !== null) return
    this.#problem = problem
    this.#forget()
    this.#wake()
  }

  #forget(): void {
    const wasFull = this.isFull
    this.#held = []
    this.#heldBytes = 0
    if (wasFull) this.#wantMore()
  }

  #somethingNew(): Promise<void> {
    return new Promise((resolve) => {
      this.#wakeReader = resolve
    })
  }

  #wake(): void {
    this.#wakeReader?.()
    this.#wakeReader = null
  }
}
