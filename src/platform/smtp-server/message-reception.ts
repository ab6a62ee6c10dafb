import { createDataFraming, type DataFraming } from '../../lib/smtp/index.ts'
import { MessageBody } from './message-body.ts'

/** One DATA command: finds the end of the message and hands its pieces to the body, as views into what arrived. */
export class MessageReception {
  readonly body: MessageBody
  readonly #framing: DataFraming = createDataFraming()
  readonly #maxBytes: number

  constructor(maxBytes: number, wantMore: () => void) {
    this.#maxBytes = maxBytes
    this.body = new MessageBody(maxBytes, wantMore)
  }

  /** Whether the message went on to twice the allowed size, so that its end is no longer waited for. */
  get isEndless(): boolean {
    return this.body.bytes > 2 * this.#maxBytes
  }

  /** Takes bytes from the wire; gives what stands behind the end of the message, null while it goes on. */
  take(chunk: Buffer): Buffer | null {
    const { content, end } = this.#framing.push(chunk)
    this.body.push(content, chunk.length, this.#framing.fault())
    if (end === -1) return null
    this.body.end()
    return end === chunk.length ? null : chunk.subarray(end)
  }
}
