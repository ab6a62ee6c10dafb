import { isAppError } from '../../lib/errors/app-error.ts'
import type { BlobStore } from '../../platform/blobs/blob-store.ts'
import { entryNames } from './manifest.ts'
import type { ArchiveEntry } from './tar-format.ts'

const pieceBytes = 8_000_000
const dayMs = 86_400_000

export interface BlobCounts {
  blobs: number
  blobBytes: number
}

async function* piecesOf(stream: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let held: Buffer[] = []
  let bytes = 0
  for await (const chunk of stream) {
    held.push(chunk)
    bytes += chunk.length
    if (bytes < pieceBytes) continue
    yield Buffer.concat(held)
    held = []
    bytes = 0
  }
  yield Buffer.concat(held)
}

/**
 * Every stored content. The rows were read before, so no content that they name is younger than the list; one that was
 * removed meanwhile, because a message expired, is left out.
 */
export async function* dumpBlobs(
  blobs: BlobStore,
  { counts, now, progress }: { readonly counts: BlobCounts; readonly now: Date; progress: (text: string) => void },
): AsyncGenerator<ArchiveEntry> {
  const seen = new Set<string>()
  for await (const id of blobs.listOlderThan(new Date(now.getTime() + dayMs))) {
    if (seen.has(id)) continue
    seen.add(id)
    const stream = await blobs.open(id).catch((error: unknown) => {
      if (isAppError(error, 'blobs.missing')) return null
      throw error
    })
    if (stream === null) continue
    let piece = 0
    const content: AsyncIterable<Buffer> = stream
    for await (const part of piecesOf(content)) {
      piece++
      counts.blobBytes += part.length
      yield { name: entryNames.blob(id, piece), content: part }
    }
    counts.blobs++
    if (counts.blobs % 100 === 0) progress(`${counts.blobs} contents`)
  }
}
