import { once } from 'node:events'
import { pipeline } from 'node:stream/promises'
import { Readable } from 'node:stream'
import { encryptBytes, encryptStream } from '../../platform/age/index.ts'
import type { BlobStore } from '../../platform/blobs/blob-store.ts'

/** Messages up to this size are encrypted in one piece; larger ones pass through in constant memory. */
const wholeBytes = 262_144

export interface SealedContent {
  /** Bytes before encryption. */
  readonly sizeBytes: number
}

async function gather(
  chunks: AsyncIterator<Uint8Array>,
): Promise<{ parts: Uint8Array[]; bytes: number; complete: boolean }> {
  const parts: Uint8Array[] = []
  let bytes = 0
  while (bytes <= wholeBytes) {
    const next = await chunks.next()
    if (next.done === true) return { parts, bytes, complete: true }
    parts.push(next.value)
    bytes += next.value.length
  }
  return { parts, bytes, complete: false }
}

/**
 * Encrypts a stream to the recipients and stores the ciphertext durably under `contentId`. The plaintext exists in
 * memory only. When the source fails nothing is left behind.
 */
export async function sealContent(
  blobs: BlobStore,
  input: {
    readonly contentId: string
    readonly content: AsyncIterable<Uint8Array>
    readonly recipients: readonly string[]
  },
): Promise<SealedContent> {
  const chunks = input.content[Symbol.asyncIterator]()
  const start = await gather(chunks)
  if (start.complete) {
    await blobs.put(input.contentId, encryptBytes(Buffer.concat(start.parts), input.recipients))
    return { sizeBytes: start.bytes }
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
    await Promise.allSettled([stored, fed])
    await blobs.remove(input.contentId)
    throw error
  })
  return { sizeBytes: bytes }
}

/** Resolves when a stream has ended or failed; never throws. */
export async function settled(stream: Readable): Promise<void> {
  if (stream.destroyed) return
  await once(stream, 'close').catch(() => undefined)
}
