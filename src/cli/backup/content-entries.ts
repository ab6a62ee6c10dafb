import type { StoredContent } from './contents.ts'
import { entryNames } from './manifest.ts'
import type { ArchiveEntry } from './tar-format.ts'

/** The entries of one content; undefined when it was removed meanwhile. */
export async function openEntries(content: StoredContent): Promise<AsyncIterable<ArchiveEntry> | undefined> {
  const pieces = await content.open()
  return pieces === undefined ? undefined : entriesOf(content.name, pieces)
}

async function* entriesOf(name: string, pieces: AsyncIterable<Buffer>): AsyncGenerator<ArchiveEntry> {
  let piece = 0
  for await (const part of pieces) {
    piece++
    yield { name: entryNames.content(name, piece), content: part }
  }
}
