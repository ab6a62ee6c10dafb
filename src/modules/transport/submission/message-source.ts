import type { SMTPServerDataStream } from 'smtp-server'
import type { LineFault } from './data-framing.ts'
import { refusals } from './errors.ts'

export interface MessageSource {
  /** The header block without its closing empty line; throws a refusal when it is too large. Call it first, once. */
  header(): Promise<Uint8Array>
  /** The whole message, header included; throws the refusal when it turns out too large, broken or cut off. */
  content(): AsyncGenerator<Uint8Array, void, undefined>
  /** Whether `content` was read to its end without a refusal. */
  isComplete(): boolean
  /** The refusal that ended the reading, whatever the reader made of it. */
  failure(): unknown
  /** Reads on to the end of the message and forgets it, so that the reply comes at the right moment. */
  drain(): Promise<void>
}

export interface MessageBounds {
  readonly maxMessageBytes: number
  readonly maxHeaderBytes: number
  readonly fault: () => LineFault | null
}

const headerEnd = Buffer.from('\r\n\r\n')

/** Reads the stream of one DATA command once, piece by piece, and keeps no more of it than the header block. */
export function createMessageSource(stream: SMTPServerDataStream, bounds: MessageBounds): MessageSource {
  const chunks: AsyncIterator<Buffer> = stream.iterator({ destroyOnReturn: false })
  let held: Buffer[] = []
  let complete = false
  let failure: unknown = null
  const refuse = (error: unknown): never => {
    failure ??= error
    throw failure
  }
  const next = async (): Promise<Buffer | null> => {
    const step = await chunks.next().catch(() => refuse(refusals.cutOff()))
    const fault = bounds.fault()
    if (fault !== null) refuse(refusals.brokenLines(fault))
    if (stream.sizeExceeded) refuse(refusals.messageTooLarge(bounds.maxMessageBytes))
    return step.done === true ? null : step.value
  }
  return {
    isComplete: () => complete,
    failure: () => failure,
    async header() {
      const gathered = await gatherHeader(next, bounds.maxHeaderBytes)
      if (gathered === null) return refuse(refusals.headerTooLarge(bounds.maxHeaderBytes))
      held = [gathered.bytes]
      return gathered.bytes.subarray(0, gathered.headerBytes)
    },
    async *content() {
      yield* held
      held = []
      for (let chunk = await next(); chunk !== null; chunk = await next()) yield chunk
      complete = true
    },
    async drain() {
      held = []
      const pass = () => chunks.next().catch(() => ({ done: true }))
      for (let step = await pass(); step.done !== true; step = await pass());
    },
  }
}

interface GatheredHeader {
  /** All that was read so far: the header block and some of the body. */
  readonly bytes: Buffer
  readonly headerBytes: number
}

/** Reads up to the first empty line; only new bytes are searched. `null` when the block is larger than allowed. */
async function gatherHeader(next: () => Promise<Buffer | null>, maxBytes: number): Promise<GatheredHeader | null> {
  const chunks: Buffer[] = []
  let gatheredBytes = 0
  // A message may begin with its empty line, so the search starts as if a line had just ended.
  let tail: Buffer = Buffer.from('\r\n')
  for (let chunk = await next(); chunk !== null; chunk = await next()) {
    chunks.push(chunk)
    const window = Buffer.concat([tail, chunk])
    const found = window.indexOf(headerEnd)
    const headerBytes = gatheredBytes - tail.length + found + 2
    if (found !== -1) return headerBytes > maxBytes ? null : { bytes: Buffer.concat(chunks), headerBytes }
    gatheredBytes += chunk.length
    if (gatheredBytes > maxBytes) return null
    tail = window.subarray(-3)
  }
  return { bytes: Buffer.concat(chunks), headerBytes: gatheredBytes }
}
