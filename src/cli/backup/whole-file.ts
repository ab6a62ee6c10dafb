import { openEntries } from './content-entries.ts'
import type { ContentSink } from './make-backup.ts'

/** Every content in the archive itself: a backup that is one file and needs no other. */
export function wholeFile(progress: (text: string) => void): ContentSink {
  const counts = { contents: 0, contentBytes: 0 }
  const blobs = new Set<string>()
  return {
    counts,
    isWanted(name) {
      // The blob store names a content twice while its parts are put together; rows are there once.
      if (!name.startsWith('blob/')) return true
      if (blobs.has(name)) return false
      blobs.add(name)
      return true
    },
    async *take(contents) {
      for await (const content of contents) {
        const entries = await openEntries(content)
        if (entries === undefined) continue
        for await (const entry of entries) {
          counts.contentBytes += entry.content.length
          yield entry
        }
        counts.contents++
        if (counts.contents % 1000 === 0) progress(`${counts.contents} contents`)
      }
    },
    finish: () => [],
  }
}
