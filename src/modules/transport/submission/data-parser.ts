import type { SMTPServerDataStream } from 'smtp-server'
import { SMTPStream } from 'smtp-server/lib/smtp-stream.js'
import { createDataFraming, type DataFraming, type LineFault } from './data-framing.ts'
import { maxCommandBytes } from './limits.ts'

const framings = new WeakMap<SMTPServerDataStream, DataFraming>()

/** What is wrong with the lines of a message that is being received; `null` as long as nothing is. */
export function lineFaultOf(stream: SMTPServerDataStream): LineFault | null {
  return framings.get(stream)?.fault() ?? null
}

/**
 * The library's parser with its own reading of DATA replaced (docs/decisions/0012-bare-line-ends.md): strict line ends, every
 * transparency dot removed, nothing kept of a message that is too large or broken, and an end to a message without end.
 */
export class DataParser extends SMTPStream {
  #framing: DataFraming = createDataFraming()
  readonly #refuseFlood: () => void

  /** `refuseFlood` answers and closes when a message went on to twice the allowed size. */
  constructor(refuseFlood: () => void) {
    super({ maxCommandLength: maxCommandBytes })
    this.#refuseFlood = refuseFlood
  }

  override startDataMode(maxBytes?: number | string | null): SMTPServerDataStream {
    this.#framing = createDataFraming()
    const stream = super.startDataMode(maxBytes)
    framings.set(stream, this.#framing)
    return stream
  }

  // The library forgets the next callback when a whole further transaction came in the same packet and ended meanwhile.
  override continue(): void {
    const go = this._continueCallback
    this._continueCallback = typeof go !== 'function'
    if (typeof go === 'function') go()
  }

  override _feedDataStream(chunk: Buffer, done: (error?: Error | null) => void): void {
    const stream = this._dataStream
    const { content, end } = this.#framing.push(chunk)
    const kept = content.length === 1 && content[0] !== undefined ? content[0] : Buffer.concat([...content])
    this._countDataBytes(this.#framing.fault() === null ? kept.length : chunk.length)
    const isWanted = this.#framing.fault() === null && this.dataBytes <= this._maxBytes
    if (end !== -1) {
      this._endDataMode(isWanted && kept.length > 0 ? kept : false, chunk.subarray(end), done)
      return
    }
    if (this.dataBytes > 2 * this._maxBytes) {
      this.#refuseFlood()
      done()
      return
    }
    if (!isWanted || stream === null || !stream.writable || stream.write(kept)) {
      done()
      return
    }
    waitForRoom(stream, done)
  }
}

/** A stream that its reader destroys never drains, it only closes. */
function waitForRoom(stream: SMTPServerDataStream, done: () => void): void {
  const go = () => {
    stream.off('drain', go)
    stream.off('close', go)
    done()
  }
  stream.once('drain', go)
  stream.once('close', go)
}
