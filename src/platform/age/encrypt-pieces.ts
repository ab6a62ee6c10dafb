import { randomBytes } from 'node:crypto'
import {
  chunkBytes,
  createChunkSealer,
  createPayloadChunker,
  payloadKey,
  payloadNonceBytes,
  sealedLength,
  tagBytes,
} from '../../lib/age/index.ts'
import type { AuthenticRecipient } from './authentic-recipient.ts'
import { startFile } from './file-start.ts'
import { nativePrimitives } from './native-primitives.ts'

const sealedAtOnce = 16 * chunkBytes

function* partsOf(piece: Uint8Array): Generator<Uint8Array> {
  for (let at = 0; at < piece.length; at += sealedAtOnce) yield piece.subarray(at, at + sealedAtOnce)
}

/**
 * Plain bytes in, an age file out, for much data in one go: nothing is held but one buffer, in which each piece of the
 * result is valid until the next one is asked for. Pieces of the source may be as short-lived. Throws `AgeError` at once
 * for an unusable recipient. The result is a whole file only at its end.
 */
export function encryptPieces(
  recipients: readonly AuthenticRecipient[],
  plain: AsyncIterable<Uint8Array>,
): AsyncIterable<Uint8Array> {
  const { header, fileKey } = startFile(recipients)
  const nonce = randomBytes(payloadNonceBytes)
  const seal = createChunkSealer(payloadKey(nativePrimitives, fileKey, nonce))
  const chunker = createPayloadChunker(chunkBytes)
  // A part, and the chunk that was held back.
  const sealed = Buffer.allocUnsafeSlow(sealedLength(sealedAtOnce + chunkBytes))
  let filled = 0
  const emit = (chunk: Uint8Array, isFinal: boolean): void => {
    const end = filled + chunk.length + tagBytes
    seal(sealed.subarray(filled, end), chunk, isFinal)
    filled = end
  }
  const take = (): Uint8Array => {
    const taken = sealed.subarray(0, filled)
    filled = 0
    return taken
  }
  async function* pieces(): AsyncGenerator<Uint8Array> {
    yield Buffer.concat([header, nonce])
    for await (const piece of plain)
      for (const part of partsOf(piece)) {
        chunker.push(part, emit)
        if (filled > 0) yield take()
      }
    chunker.end(emit)
    yield take()
  }
  return pieces()
}
