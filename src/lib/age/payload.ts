import { encodeUtf8 } from '../bytes/index.ts'
import { AgeError, type AgeErrorCode } from './age-error.ts'
import { hkdfExpand, hkdfExtract } from './hkdf-sha256.ts'
import type { AeadKey, AgePrimitives } from './primitives.ts'

export const chunkBytes = 64 * 1024
export const tagBytes = 16
export const sealedChunkBytes = chunkBytes + tagBytes
export const payloadNonceBytes = 16
const finalFlagAt = 11
const payloadInfo = encodeUtf8('payload')

/** The key of a payload; `nonce` is the 16 bytes between header and first chunk, new for every file. */
export const payloadKey = (primitives: AgePrimitives, fileKey: Uint8Array, nonce: Uint8Array): AeadKey =>
  primitives.aeadKey(hkdfExpand(primitives, hkdfExtract(primitives, nonce, fileKey), payloadInfo))

/** The nonces of C2SP age, "Payload", in order: an 11-byte big-endian counter and a byte that marks the final chunk. */
const createChunkNonces = () => {
  const nonce = new Uint8Array(12)
  const view = new DataView(nonce.buffer)
  let counter = 0
  return (isFinal: boolean): Uint8Array => {
    // 2^53 chunks are more bytes than there are; the upper bytes of the counter therefore stay zero.
    view.setUint32(3, Math.floor(counter / 0x1_0000_0000))
    view.setUint32(7, counter >>> 0)
    nonce[finalFlagAt] = isFinal ? 1 : 0
    counter++
    return nonce
  }
}

/** Length of the chunks that hold so many bytes; an empty payload is one empty chunk. */
export const sealedLength = (plainBytes: number): number =>
  plainBytes + tagBytes * Math.max(1, Math.ceil(plainBytes / chunkBytes))

/** The inverse; throws `age.payload.truncated` for a length that no payload has. */
export const plainLength = (sealedBytes: number): number => {
  const chunks = Math.ceil(sealedBytes / sealedChunkBytes)
  const lastBytes = sealedBytes - Math.max(0, chunks - 1) * sealedChunkBytes
  // Only a payload of nothing may end in an empty chunk.
  const shortest = chunks > 1 ? tagBytes + 1 : tagBytes
  if (lastBytes < shortest) throw new AgeError('age.payload.truncated')
  return sealedBytes - chunks * tagBytes
}

/** Seals the next chunk of a payload into `target`, which is `tagBytes` longer. All but the final one are full. */
export type ChunkSealer = (target: Uint8Array, chunk: Uint8Array, isFinal: boolean) => void

/** A sealer for one payload; it counts the chunks. */
export const createChunkSealer = (key: AeadKey): ChunkSealer => {
  const nonces = createChunkNonces()
  return (target, chunk, isFinal) => key.sealInto(target, nonces(isFinal), chunk)
}

/** The content of the next chunk, in a buffer that is the caller's; throws `AgeError` if the chunk is not authentic. */
export type ChunkOpener = (chunk: Uint8Array, isFinal: boolean) => Uint8Array

/** An opener for one payload; it counts the chunks and is of no use after a throw. */
export const createChunkOpener = (key: AeadKey): ChunkOpener => {
  const nonces = createChunkNonces()
  let isFirst = true
  return (chunk, isFinal) => {
    // Only a payload of nothing may end in an empty chunk.
    const shortest = isFirst ? tagBytes : tagBytes + 1
    if (chunk.length < shortest) throw new AgeError('age.payload.truncated')
    isFirst = false
    const nonce = nonces(isFinal)
    const plain = key.open(nonce, chunk)
    if (plain === null) throw new AgeError(reasonOf(key, nonce, chunk))
    return plain
  }
}

/** Tells a file that was cut between two chunks from one that was changed: its last chunk is authentic, but not final. */
const reasonOf = (key: AeadKey, nonce: Uint8Array, chunk: Uint8Array): AgeErrorCode => {
  const notFinal = Uint8Array.from(nonce).fill(0, finalFlagAt)
  const isCut = nonce[finalFlagAt] === 1 && key.open(notFinal, chunk) !== null
  return isCut ? 'age.payload.truncated' : 'age.payload.forged'
}

/** Seals a whole payload into `target`, which has exactly `sealedLength(plain.length)` bytes. */
export const sealPayloadInto = (target: Uint8Array, key: AeadKey, plain: Uint8Array): void => {
  const seal = createChunkSealer(key)
  let at = 0
  for (let from = 0; from === 0 || from < plain.length; from += chunkBytes) {
    const chunk = plain.subarray(from, from + chunkBytes)
    const end = at + chunk.length + tagBytes
    seal(target.subarray(at, end), chunk, from + chunkBytes >= plain.length)
    at = end
  }
}

/** Opens a whole payload into `target` of `plainLength(sealed.length)` bytes; after a throw the target is not to be used. */
export const openPayloadInto = (target: Uint8Array, key: AeadKey, sealed: Uint8Array): void => {
  const open = createChunkOpener(key)
  let at = 0
  for (let from = 0; from < sealed.length; from += sealedChunkBytes) {
    const plain = open(sealed.subarray(from, from + sealedChunkBytes), from + sealedChunkBytes >= sealed.length)
    target.set(plain, at)
    at += plain.length
  }
}
