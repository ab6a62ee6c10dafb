import { pipeline } from 'node:stream/promises'
import { Readable } from 'node:stream'
import { isAppError } from '../../../lib/errors/app-error.ts'
import type { ContentId } from '../../../lib/id/identifiers.ts'
import { encryptStreamFrom, type FileStart } from '../../../platform/age/index.ts'
import type { BlobStore } from '../../../platform/blobs/blob-store.ts'

/** Contents up to this size are encrypted in one piece and committed with their message; larger ones stream into a blob. */
const smallBytes = 65_536

/** A content as it came: whole in memory when it is small, otherwise still arriving. */
export type TakenContent = { readonly whole: Buffer } | { readonly pieces: AsyncIterable<Uint8Array> }

/** Reads as much as a small content has. */
export async function takeContent(content: AsyncIterable<Uint8Array>): Promise<TakenContent> {
  const chunks = content[Symbol.asyncIterator]()
  const parts: Uint8Array[] = []
  for (let bytes = 0; bytes <= smallBytes;) {
    const next = await chunks.next()
    if (next.done === true) return { whole: Buffer.concat(parts) }
    parts.push(next.value)
    bytes += next.value.length
  }
  async function* pieces(): AsyncGenerator<Uint8Array> {
    yield* parts
    for (let next = await chunks.next(); next.done !== true; next = await chunks.next()) yield next.value
  }
  return { pieces: pieces() }
}

/**
 * Encrypts a content into a blob as it arrives and resolves with its size before encryption once it is durable. The
 * plaintext exists in memory only; when the source fails nothing is left.
 */
export async function storeContent(
  blobs: BlobStore,
  input: { readonly contentId: ContentId; readonly pieces: AsyncIterable<Uint8Array>; readonly start: FileStart },
): Promise<number> {
  let bytes = 0
  async function* plain(): AsyncGenerator<Uint8Array> {
    for await (const piece of input.pieces) {
      bytes += piece.length
      yield piece
    }
  }
  const encrypting = encryptStreamFrom(input.start)
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
  return bytes
}
