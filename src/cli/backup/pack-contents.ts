import { randomUUID } from 'node:crypto'
import type { Seal } from './archive-keys.ts'
import type { BackupFolder } from './backup-folder.ts'
import { openEntries } from './content-entries.ts'
import type { StoredContent } from './contents.ts'
import { KnownContents } from './known-contents.ts'
import type { ContentSink } from './make-backup.ts'
import { entryNames, type ContentName, type NamedPack } from './manifest.ts'
import type { PackIndex } from './sealed-indexes.ts'
import { writeTar, type ArchiveEntry } from './tar-format.ts'

/** A pack is closed when it is this large or holds so many; a larger content has one of its own. */
const packBytes = 128_000_000
const packContents = 5000

interface KnownPack {
  readonly id: string
  readonly index: PackIndex
}

/** Where packs go, how they are closed, and who hears of them. */
export interface PackPlace {
  readonly folder: BackupFolder
  readonly seal: Seal
  readonly progress: (text: string) => void
}

/** Writes the contents that no pack of the folder holds into new packs. */
export class PackingSink implements ContentSink {
  readonly counts = { contents: 0, contentBytes: 0 }
  readonly added = { contents: 0, contentBytes: 0 }
  /** Once finished: the packs that belong to the run. */
  readonly named: NamedPack[] = []
  /** Once finished: packs of which less than half is left. */
  readonly worn: string[] = []
  readonly #place: PackPlace
  readonly #packs: KnownPack[]
  readonly #known = new KnownContents()

  constructor(place: PackPlace, earlier: readonly KnownPack[]) {
    this.#place = place
    this.#packs = [...earlier]
    for (const [number, { index }] of earlier.entries())
      for (const [name] of index.contents) this.#known.add(name, number)
  }

  isWanted(name: ContentName): boolean {
    return !this.#known.see(name)
  }

  // oxlint-disable-next-line require-yield -- nothing of a content stands in the archive of a run
  async *take(contents: AsyncIterable<StoredContent>): AsyncGenerator<ArchiveEntry> {
    const source = contents[Symbol.asyncIterator]()
    while (await this.#writePack(source));
  }

  finish(): readonly ArchiveEntry[] {
    for (const [number, pack] of this.#packs.entries()) this.#name(pack, number)
    const lines = this.named.map((pack) => `${JSON.stringify(pack)}\n`)
    return [{ name: entryNames.packs, content: Buffer.from(lines.join('')) }]
  }

  #name({ id, index }: KnownPack, number: number): void {
    const without: string[] = []
    let [size, live] = [0, 0]
    for (const [name, bytes] of index.contents) {
      size += bytes
      if (this.#known.isLive(name, number)) live += bytes
      else without.push(name)
    }
    if (without.length === index.contents.length) return
    this.counts.contents += index.contents.length - without.length
    this.counts.contentBytes += live
    this.named.push({ id, sha256: index.sha256, without })
    if (live * 2 < size) this.worn.push(id)
  }

  /** One pack from what comes next; whether there may be more. */
  async #writePack(source: AsyncIterator<StoredContent>): Promise<boolean> {
    const inside: [string, number][] = []
    const entries = this.#fill(source, inside)
    const head = await entries.next()
    if (head.done === true) return false
    async function* withHead() {
      if (head.done !== true) yield head.value
      yield* entries
    }
    const { folder, seal, progress } = this.#place
    const id = randomUUID()
    const written = await folder.writePack(id, await seal(writeTar(withHead())), () => inside)
    this.#packs.push({ id, index: { ...written, contents: inside } })
    this.added.contents += inside.length
    for (const [, bytes] of inside) this.added.contentBytes += bytes
    progress(`${this.added.contents} new contents, ${Math.round(this.added.contentBytes / 1e6)} MB`)
    return true
  }

  /** Entries until the pack is full or nothing is left; contents that are gone meanwhile are passed over. */
  async *#fill(source: AsyncIterator<StoredContent>, inside: [string, number][]): AsyncGenerator<ArchiveEntry> {
    for (let bytes = 0; bytes < packBytes && inside.length < packContents;) {
      const next = await source.next()
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
      this.#known.add(next.value.name, this.#packs.length)
      this.#known.see(next.value.name)
    }
  }
}
