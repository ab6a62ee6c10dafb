/**
 * A folder of backups that share their contents:
 *
 *   runs/TIME.age     rows and jobs of one moment, and the list of the packs whose contents belong to it
 *   packs/ID.age      contents, written once
 *   …/NAME.index      what the file beside it holds, for the next run; under the server's secret, because the server cannot
 *                     open what it has written. A restore does without.
 */
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { TransitKey } from '../../platform/transit/transit-key.ts'
import { writeDurably, type WrittenFile } from './durable-file.ts'
import { SealedIndexes, type FolderKind, type PackIndex, type RunIndex } from './sealed-indexes.ts'

const ending = '.age'
const packName = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
const runName = /^(\d{4}-\d\d-\d\dT\d\d)-(\d\d)-(\d\d)-(\d{3}Z)$/

const runNameOf = (madeAt: string) => madeAt.replaceAll(/[:.]/g, '-')
const timeOfRun = (name: string) => new Date(name.replace(runName, '$1:$2:$3.$4'))

export interface BackupFolder {
  /** Names of the runs, oldest first. */
  runs(): Promise<readonly string[]>
  /** The run that was made last, or last at or before a moment. Undefined if there is none. */
  runAt(moment: Date | undefined): Promise<string | undefined>
  packs(): Promise<readonly string[]>
  readRunIndex(name: string): Promise<RunIndex | undefined>
  /** Undefined when the pack or its index is not there, or has another length than it had. */
  readPackIndex(id: string): Promise<PackIndex | undefined>
  /** Reads the whole pack. */
  isWhole(id: string, sha256: string): Promise<boolean>
  writePack(id: string, content: AsyncIterable<Uint8Array>, contents: () => PackIndex['contents']): Promise<WrittenFile>
  writeRun(madeAt: string, content: AsyncIterable<Uint8Array>, index: () => RunIndex): Promise<WrittenFile>
  open(kind: FolderKind, name: string): AsyncIterable<Uint8Array>
  remove(kind: FolderKind, name: string): Promise<void>
  /** What a run that was broken off has left. */
  removeParts(): Promise<void>
}

/** Opens a folder, or a new one where nothing is. */
export async function openBackupFolder(root: string, transit: TransitKey | undefined): Promise<BackupFolder> {
  for (const kind of ['runs', 'packs']) await mkdir(join(root, kind), { recursive: true, mode: 0o700 })
  const pathOf = (kind: FolderKind, name: string) => join(root, kind, name + ending)
  const indexes = new SealedIndexes(root, transit)
  const names = async (kind: FolderKind, pattern: RegExp) =>
    (await readdir(join(root, kind)))
      .filter((file) => file.endsWith(ending))
      .map((file) => file.slice(0, -ending.length))
      .filter((name) => pattern.test(name))
      .toSorted()
  return {
    runs: () => names('runs', runName),
    async runAt(moment) {
      const runs = await names('runs', runName)
      return runs.findLast((name) => moment === undefined || timeOfRun(name) <= moment)
    },
    packs: () => names('packs', packName),
    readRunIndex: (name) => indexes.readRun(name),
    async readPackIndex(id) {
      const index = await indexes.readPack(id)
      const found = await stat(pathOf('packs', id)).catch(() => undefined)
      return index !== undefined && found?.size === index.bytes ? index : undefined
    },
    async isWhole(id, sha256) {
      const hash = createHash('sha256')
      const content: AsyncIterable<Buffer> = createReadStream(pathOf('packs', id), { highWaterMark: 1_000_000 })
      for await (const piece of content) hash.update(piece)
      return hash.digest('hex') === sha256
    },
    async writePack(id, content, contents) {
      const written = await writeDurably(pathOf('packs', id), content)
      await indexes.write('packs', id, { ...written, contents: contents() })
      return written
    },
    async writeRun(madeAt, content, index) {
      const name = runNameOf(madeAt)
      const written = await writeDurably(pathOf('runs', name), content)
      await indexes.write('runs', name, index())
      return written
    },
    open: (kind, name) => createReadStream(pathOf(kind, name), { highWaterMark: 1_000_000 }),
    async remove(kind, name) {
      await indexes.remove(kind, name)
      await rm(pathOf(kind, name), { force: true })
    },
    async removeParts() {
      for (const kind of ['runs', 'packs'])
        for (const file of await readdir(join(root, kind)))
          if (file.endsWith('.part')) await rm(join(root, kind, file), { force: true })
    },
  }
}

export { timeOfRun }
