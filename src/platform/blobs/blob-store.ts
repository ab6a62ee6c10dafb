import type { Readable } from 'node:stream'

/** Where sealed content is kept. Only ciphertext goes in. Every implementation passes the conformance suite in test/conformance. */
export interface BlobStore {
  /**
   * Stores the whole stream under `id` (a UUID that is new) and resolves with its size only when it would survive a
   * power cut. A failing stream leaves nothing behind. A full disk is AppError `blobs.full` (temporary).
   */
  put(id: string, content: Readable | Uint8Array): Promise<number>
  /** The caller owns the stream. Unknown: AppError `blobs.missing`. `start` and `end` are byte offsets, both inclusive. */
  open(id: string, range?: { readonly start: number; readonly end: number }): Promise<Readable>
  /**
   * Reads a whole content through `buffer`: every piece but the last fills it, there is at least one, and each is valid until the
   * next one is asked for. Unknown: AppError `blobs.missing`, before there is anything to read.
   */
  read(id: string, buffer: Buffer): Promise<AsyncIterable<Buffer>>
  /** Removing what is not there succeeds. */
  remove(id: string): Promise<void>
  /** Identifiers of contents older than the given time; for the sweep of contents no row names. */
  listOlderThan(time: Date): AsyncIterable<string>
}
