import { pipeline } from 'node:stream/promises'
import { Readable } from 'node:stream'
import { isAppError } from '../../../lib/errors/app-error.ts'
import { encryptBytes, encryptStream, type AuthenticRecipient } from '../../../platform/age/index.ts'
import type { BlobStore } from '../../../platform/blobs/blob-store.ts'

/** Contents up to this size are encrypted in one piece and committed with their message; larger ones stream into a blob. */
const smallBytes = 65_536

export interface SealedContent {
  /** Bytes before encryption. */
  readonly sizeBytes: number
  /** The ciphertext of a small content, still to be committed; null when it is stored as a blob. */
  readonly small: Buffer | null
}

async function gather(
  chunks: AsyncIterator<Uint8Array>,
): Promise<{ parts: Uint8Array[]; bytes: number; complete: boolean }> {
  const parts: Uint8Array[] = []
  let bytes = 0
  while (bytes <= smallBytes) {
    const next = await chunks.next()
    if (next.done === true) return { parts, bytes, complete: true }
    parts.push(next.value)
    bytes += next.value.length
  }
  return { parts, bytes, complete: false }
}

/**
 * Encrypts a stream to the recipients. A large content is then stored durably under `contentId`; a small one is given
 * back for the transaction of its message. The plaintext exists in memory only; when the source fails nothing is left.
 */
export async function sealContent(
  blobs: BlobStore,
  input: {
    readonly contentId: string
    readonly content: AsyncIterable<Uint8Array>
    readonly recipients: readonly AuthenticRecipient[]
  },
): Promise<SealedContent> {
  const chunks = input.content[Symbol.asyncIterator]()
  const start = await gather(chunks)
  if (start.complete) {
    return { sizeBytes: start.bytes, small: Buffer.from(encryptBytes(Buffer.concat(start.parts), input.recipients)) }
  }
  let bytes = 0
  async function* plain(): AsyncGenerator<Uint8Array> {
    for (const part of start.parts) {
      bytes += part.length
      yield part
    }
    for (let next = await chunks.next(); next.done !== true; next = await chunks.next()) {
      bytes += next.value.length
      yield next.value
    }
  }
  const encrypting = encryptStream(input.recipients)
  const stored = blobs.put(input.contentId, encrypting)
  // A source that fails must fail the store as well, and the store's failure must stop the source.
  const fed = pipeline(Readable.from(plain(), { objectMode: false }), encrypting)
  await Promise.all([stored, fed]).catch(async (error: unknown) => {
    encrypting.destroy()
    const ends = await Promise.allSettled([stored, fed])
    await blobs.remove(input.contentId)
    // Each side's end cuts the other one off; what has a meaning for the outside is the cause, a full disk for example.
    const reasons = ends.map((end): unknown => (end.status === 'rejected' ? end.reason : undefined))
    throw reasons.find((reason) => isAppError(reason)) ?? error
  })
  return { sizeBytes: bytes, small: null }
}
