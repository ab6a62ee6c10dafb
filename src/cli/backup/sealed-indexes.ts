import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { AppError } from '../../contract/errors/app-error.ts'
import type { TransitKey } from '../../platform/transit/transit-key.ts'
import { writeDurably } from './durable-file.ts'

const packIndex = z.object({
  bytes: z.number().int(),
  sha256: z.string(),
  contents: z.array(z.tuple([z.string(), z.number().int()])),
})
export type PackIndex = z.output<typeof packIndex>

const runIndex = z.object({
  packs: z.array(z.string()).readonly(),
  /** Packs of which less than half still exists: their contents are written again, so that they can go one day. */
  worn: z.array(z.string()).readonly(),
})
export type RunIndex = z.output<typeof runIndex>

export type FolderKind = 'runs' | 'packs'

/** What a file of a backup folder holds, beside it, under the server's secret. */
export class SealedIndexes {
  readonly #root: string
  readonly #transit: TransitKey | undefined

  /** Without the secret, as before a restore, nothing can be read or written. */
  constructor(root: string, transit: TransitKey | undefined) {
    this.#root = root
    this.#transit = transit
  }

  readRun(name: string): Promise<RunIndex | undefined> {
    return this.#read('runs', name, runIndex)
  }

  readPack(id: string): Promise<PackIndex | undefined> {
    return this.#read('packs', id, packIndex)
  }

  async write(kind: FolderKind, name: string, index: RunIndex | PackIndex): Promise<void> {
    const path = this.#pathOf(kind, name)
    await rm(path, { force: true })
    await writeDurably(path, [this.#key().seal(Buffer.from(JSON.stringify(index)), contextOf(kind, name))])
  }

  remove(kind: FolderKind, name: string): Promise<void> {
    return rm(this.#pathOf(kind, name), { force: true })
  }

  async #read<Shape extends z.ZodType>(
    kind: FolderKind,
    name: string,
    shape: Shape,
  ): Promise<z.output<Shape> | undefined> {
    const path = this.#pathOf(kind, name)
    const sealed = await readFile(path).catch(() => undefined)
    if (sealed === undefined) return undefined
    try {
      return shape.parse(JSON.parse(this.#key().open(sealed, contextOf(kind, name)).toString('utf8')))
    } catch (error) {
      const what = `${path} is of another installation or was changed: use another folder, or remove that file`
      throw new AppError('refused', 'backup.other-folder', what, { cause: error })
    }
  }

  #pathOf(kind: FolderKind, name: string): string {
    return join(this.#root, kind, `${name}.index`)
  }

  #key(): TransitKey {
    if (this.#transit === undefined) throw new Error('the indexes of a backup folder need the secret')
    return this.#transit
  }
}

const contextOf = (kind: FolderKind, name: string) => `backup.index:${kind}/${name}`
