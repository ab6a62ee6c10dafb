import type { BodyProblem, MessageBody } from '../../../platform/smtp-server/index.ts'
import type { AppError } from '../../../lib/errors/app-error.ts'
import { refusals } from './errors.ts'

export interface MessageSource {
  /** The header block without its closing empty line; throws a refusal when it is too large. Call it first, once. */
  header(): Promise<Uint8Array>
  /** The whole message, header included; throws the refusal when it turns out too large, broken or cut off. */
  content(): AsyncGenerator<Uint8Array, void, undefined>
  /** Whether `content` was read to its end without a refusal. */
  isComplete(): boolean
  /** The refusal that ended the reading, whatever the reader made of it. */
  failure(): AppError | null
}

export interface MessageBounds {
  readonly maxMessageBytes: number
  readonly maxHeaderBytes: number
}

const headerEnd = Buffer.from('\r\n\r\n')
const lineEnd = Buffer.from('\r\n')

/** Reads the body of one message once, piece by piece, and keeps no more of it than the header block. */
export function createMessageSource(body: MessageBody, bounds: MessageBounds): MessageSource {
  let held: Uint8Array[] = []
  let complete = false
  let failure: AppError | null = null
  const refuse = (error: AppError): never => {
    failure ??= error
    throw failure
  }
  const next = async (): Promise<Uint8Array | null> => {
    const piece = await body.next()
    return body.problem === null ? piece : refuse(refusalOf(body.problem, bounds))
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
      for (let piece = await next(); piece !== null; piece = await next()) yield piece
      complete = true
    },
  }
}

function refusalOf(problem: BodyProblem, { maxMessageBytes }: MessageBounds): AppError {
  if (problem.kind === 'broken-line') return refusals.brokenLines(problem.fault)
  return problem.kind === 'too-large' ? refusals.messageTooLarge(maxMessageBytes) : refusals.cutOff()
}

interface GatheredHeader {
  /** All that was read so far: the header block and some of the body. */
  readonly bytes: Buffer
  readonly headerBytes: number
}

/** Reads up to the first empty line; only new bytes are searched. `null` when the block is larger than allowed. */
async function gatherHeader(next: () => Promise<Uint8Array | null>, maxBytes: number): Promise<GatheredHeader | null> {
  const pieces: Buffer[] = []
  let gatheredBytes = 0
  for (let piece = await next(); piece !== null; piece = await next()) {
    const bytes = Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength)
    const headerBytes = endOfHeader(pieces, bytes, gatheredBytes)
    pieces.push(bytes)
    if (headerBytes !== -1) return headerBytes > maxBytes ? null : { bytes: whole(pieces), headerBytes }
    gatheredBytes += bytes.length
    if (gatheredBytes > maxBytes) return null
  }
  return { bytes: whole(pieces), headerBytes: gatheredBytes }
}

/** Most messages bring their header in one piece, which is then not copied. */
const whole = (pieces: readonly Buffer[]): Buffer =>
  pieces.length === 1 && pieces[0] !== undefined ? pieces[0] : Buffer.concat(pieces)

/** How many bytes stand before the empty line, counted from the start of the message; -1 when it has not come. */
function endOfHeader(before: readonly Buffer[], piece: Buffer, gatheredBytes: number): number {
  // A message may begin with its empty line, so the search starts as if a line had just ended.
  const last = before.length === 0 ? lineEnd : Buffer.concat(before.slice(-3)).subarray(-3)
  const seam = Buffer.concat([last, piece.subarray(0, 3)]).indexOf(headerEnd)
  if (seam !== -1) return gatheredBytes - last.length + seam + 2
  const found = piece.indexOf(headerEnd)
  return found === -1 ? -1 : gatheredBytes + found + 2
}
