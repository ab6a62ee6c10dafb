import { Transform } from 'node:stream'
import {
  AgeError,
  chunkBytes,
  createChunkOpener,
  createPayloadChunker,
  openHeader,
  parseHeader,
  payloadKey,
  sealedChunkBytes,
  type AgeIdentity,
  type ChunkOpener,
  type KnownFileKey,
} from '../../lib/age/index.ts'
import { createHeaderGatherer, type GatheredHeader } from './header-gatherer.ts'
import { openIdentities, type IdentityInput } from './identity.ts'
import { nativePrimitives } from './native-primitives.ts'
import { settle } from './settle.ts'

/**
 * An age file in, its content out, chunk by chunk; holds one chunk and, at first, the header. Throws `AgeError` at once
 * for an unusable identity. Each chunk given out is authentic, but only `end` without an error says that the file was
 * whole: keep the result provisional until then. The error of a refused file is an `AgeError`.
 */
export const decryptStream = (identities: readonly IdentityInput[]): Transform => {
  const keys = openIdentities(identities)
  const gather = createHeaderGatherer()
  const chunker = createPayloadChunker(sealedChunkBytes)
  let open: ChunkOpener | null = null

  const take = (piece: Uint8Array): void => {
    if (open !== null) return chunker.push(piece, emit)
    const start = gather(piece)
    if (start === null) return
    open = openerOf(start, keys)
    chunker.push(start.rest, emit)
  }
  const finish = (): void => {
    if (open === null) throw new AgeError('age.header.malformed')
    chunker.end(emit)
  }
  const emit = (chunk: Uint8Array, isFinal: boolean): void => {
    if (open !== null) stream.push(open(chunk, isFinal))
  }
  const stream = new Transform({
    transform: (piece: Uint8Array, _encoding, done) => settle(done, () => take(piece)),
    flush: (done) => settle(done, finish),
    decodeStrings: true,
    highWaterMark: chunkBytes,
  })
  return stream
}

const openerOf = (
  { header, nonce }: GatheredHeader,
  identities: readonly (AgeIdentity | KnownFileKey)[],
): ChunkOpener => {
  const fileKey = openHeader(nativePrimitives, parseHeader(header), identities)
  return createChunkOpener(payloadKey(nativePrimitives, fileKey, nonce))
}
