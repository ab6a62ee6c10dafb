import { randomBytes } from 'node:crypto'
import { Transform } from 'node:stream'
import {
  chunkBytes,
  createChunkSealer,
  createPayloadChunker,
  payloadKey,
  payloadNonceBytes,
  tagBytes,
} from '../../lib/age/index.ts'
import type { AuthenticRecipient } from './authentic-recipient.ts'
import { startFile, type FileStart } from './file-start.ts'
import { nativePrimitives } from './native-primitives.ts'
import { settle } from './settle.ts'

/**
 * Plain bytes in, an age file out; holds one chunk of 64 KiB. Throws `AgeError` at once for an unusable recipient.
 * Write pieces of moderate size: each one is sealed in one go. The result is a whole file only after `end`.
 */
export const encryptStream = (recipients: readonly AuthenticRecipient[]): Transform =>
  encryptStreamFrom(startFile(recipients))

/** As `encryptStream`, after a start that was made already. One file for each start. */
export const encryptStreamFrom = ({ header, fileKey }: FileStart): Transform => {
  const nonce = randomBytes(payloadNonceBytes)
  const seal = createChunkSealer(payloadKey(nativePrimitives, fileKey, nonce))
  const chunker = createPayloadChunker(chunkBytes)

  const stream = new Transform({
    construct: (done) => {
      stream.push(Buffer.concat([header, nonce]))
      done()
    },
    transform: (piece: Uint8Array, _encoding, done) => settle(done, () => chunker.push(piece, emit)),
    flush: (done) => settle(done, () => chunker.end(emit)),
    decodeStrings: true,
    highWaterMark: chunkBytes,
  })
  const emit = (chunk: Uint8Array, isFinal: boolean): void => {
    const sealed = Buffer.allocUnsafeSlow(chunk.length + tagBytes)
    seal(sealed, chunk, isFinal)
    stream.push(sealed)
  }
  return stream
}
