import { randomUUID } from 'node:crypto'
import { showProgress } from '../show-progress.ts'
import type { Seal } from './archive-keys.ts'
import type { BackupFolder, PackIndex } from './backup-folder.ts'
import { openEntries } from './content-entries.ts'
import type { StoredContent } from './contents.ts'
import { KnownContents } from './known-contents.ts'
import type { ContentSink } from './make-backup.ts'
import { entryNames, type NamedPack } from './manifest.ts'
import { writeTar, type ArchiveEntry } from './tar-format.ts'

/** A pack is closed when it is this large or holds so many; a larger content has one of its own. */
const packBytes = 128_000_000
const packContents = 5000

interface KnownPack {
  readonly id: string
  readonly index: PackIndex
}

export interface PackingSink extends ContentSink {
  /** Once finished: the packs that belong to the run, and those of which less than half is left. */
  readonly packs: () => { readonly named: readonly NamedPack[]; readonly worn: readonly string[] }
  readonly added: { contents: number; contentBytes: number }
}

/** Writes the contents that no pack of the folder holds into new packs. */
export function packContentsInto(folder: BackupFolder, seal: Seal, earlier: readonly KnownPack[]): PackingSink {
  const all: KnownPack[] = [...earlier]
  const known = new KnownContents()
  for (const [number, { index }] of all.entries()) for (const [name] of index.contents) known.add(name, number)
  const added = { contents: 0, contentBytes: 0 }
  const counts = { contents: 0, contentBytes: 0 }
  const named: NamedPack[] = []
  const worn: string[] = []

  /** One pack from what comes next; contents that are gone are passed over. */
  async function writePack(source: AsyncIterator<StoredContent>): Promise<boolean> {
    const inside: [string, number][] = []
    let bytes = 0
    let isMore = true
    async function* entries(): AsyncGenerator<ArchiveEntry> {
      while (bytes < packBytes && inside.length < packContents) {
        const next = await source.next()
        isMore = next.done !== true
        if (next.done === true) return
        const opened = await openEntries(next.value)
        if (opened === undefined) continue
        let size = 0
        for await (const entry of opened) {
          size += entry.content.length
          yield entry
        }
        inside.push([next.value.name, size])
        bytes += size
        // At once: the blob store may name it a second time.
        known.add(next.value.name, all.length)
        known.see(next.value.name)
      }
    }
    const first = entries()
    const head = await first.next()
    if (head.done === true) return isMore
    async function* withHead() {
      if (head.done !== true) yield head.value
      yield* first
    }
    const id = randomUUID()
    const written = await folder.writePack(id, await seal(writeTar(withHead())), () => inside)
    all.push({ id, index: { ...written, contents: inside } })
    added.contents += inside.length
    added.contentBytes += bytes
    showProgress(`${added.contents} new contents, ${Math.round(added.contentBytes / 1e6)} MB`)
    return isMore
  }

  function finish(): readonly ArchiveEntry[] {
    for (const [number, { id, index }] of all.entries()) {
      const without: string[] = []
      let [size, live] = [0, 0]
      for (const [name, bytes] of index.contents) {
        size += bytes
        if (!known.isLive(name, number)) {
          without.push(name)
          continue
        }
        live += bytes
        counts.contents++
        counts.contentBytes += bytes
      }
      if (without.length === index.contents.length) continue
      named.push({ id, sha256: index.sha256, without })
      if (live * 2 < size) worn.push(id)
    }
    const lines = named.map((pack) => `${JSON.stringify(pack)}\n`)
    return [{ name: entryNames.packs, content: Buffer.from(lines.join('')) }]
  }

  return {
    counts,
    added,
    isWanted: (name) => !known.see(name),
    // oxlint-disable-next-line require-yield -- nothing of a content stands in the archive of a run
    async *take(contents) {
      const source = contents[Symbol.asyncIterator]()
      while (await writePack(source));
    },
    finish,
    packs: () => ({ named, worn }),
  }
}
