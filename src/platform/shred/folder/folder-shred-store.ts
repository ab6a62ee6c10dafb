import { closeSync, fdatasync, openSync, readSync } from 'node:fs'
import { chmod, link, mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises'
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { AppError } from '../../../contract/errors/app-error.ts'
import type { ListedKey, ShredCounts, ShredStore } from '../shred-store.ts'
import { unavailable } from '../unavailable.ts'
import { KeyFile, keyFileName, overwrite } from './key-file.ts'
import { placeOf, readSlot, slotBytes, type Place } from './slot.ts'

const syncData = promisify(fdatasync)
const hasCode = (error: unknown, code: string) => error instanceof Error && 'code' in error && error.code === code
const namePattern = /^([0-9a-f]{16})\.(keys|retired)$/
const slotsPerRead = 4096
const idFile = 'store'

async function syncPath(path: string): Promise<void> {
  const handle = await open(path)
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

function unavailableFolder(cause: unknown): never {
  throw unavailable(cause)
}

async function requirePrivate(folder: string): Promise<void> {
  if (((await stat(folder)).mode & 0o077) !== 0)
    throw new AppError(
      'invalid',
      'shred.unsafe',
      `The folder ${folder} may be read by others; run: chmod 700 ${folder}`,
    )
}

/** Made once, by a link, so that two processes agree on it. */
async function readId(folder: string): Promise<Buffer> {
  const path = join(folder, idFile)
  const temporary = `${path}.${randomBytes(6).toString('hex')}`
  const read = () => readFile(path, 'utf8').catch(() => undefined)
  if ((await read()) === undefined) {
    const file = await open(temporary, 'wx', 0o600)
    await file.writeFile(`${randomBytes(16).toString('hex')}\n`)
    await file.sync()
    await file.close()
    await link(temporary, path).catch((error: unknown) => {
      if (!hasCode(error, 'EEXIST')) throw error
    })
    await rm(temporary)
    await syncPath(folder)
  }
  const text = ((await read()) ?? '').trim()
  if (!/^[0-9a-f]{32}$/.test(text))
    throw new AppError('invalid', 'shred.unsafe', `The file ${path} does not hold 32 hexadecimal digits.`)
  return Buffer.from(text, 'hex')
}

/** A file of keys, opened by whichever name it has: it is renamed for a moment while it is looked through once more. */
function openKeyFile(folder: string, fileId: Buffer, flags: 'r' | 'r+'): number | null {
  const path = join(folder, keyFileName(fileId))
  for (const name of [path, path.replace(/keys$/, 'retired'), path]) {
    try {
      return openSync(name, flags)
    } catch (error) {
      if (!hasCode(error, 'ENOENT')) throw error
    }
  }
  return null
}

function withKeyFile<Result>(
  folder: string,
  where: { readonly fileId: Buffer; readonly flags: 'r' | 'r+' },
  work: (descriptor: number) => Result,
): Result | null {
  const descriptor = openKeyFile(folder, where.fileId, where.flags)
  if (descriptor === null) return null
  try {
    return work(descriptor)
  } finally {
    closeSync(descriptor)
  }
}

function readPlace(folder: string, place: Place): Buffer | null {
  return withKeyFile(folder, { fileId: place.fileId, flags: 'r' }, (descriptor) => {
    const slot = Buffer.alloc(slotBytes)
    return readSync(descriptor, slot, 0, slotBytes, place.number * slotBytes) === slotBytes ? slot : null
  })
}

/** All slots of a file but the first, in pieces. */
function* slotsOf(folder: string, fileId: Buffer): Generator<{ readonly place: Place; readonly slot: Buffer }> {
  for (let first = 1; ; first += slotsPerRead) {
    const piece = withKeyFile(folder, { fileId, flags: 'r' }, (descriptor) => {
      const bytes = Buffer.alloc(slotsPerRead * slotBytes)
      return bytes.subarray(0, readSync(descriptor, bytes, 0, bytes.length, first * slotBytes))
    })
    const count = Math.floor((piece?.length ?? 0) / slotBytes)
    for (let index = 0; index < count; index++)
      yield {
        place: { fileId, number: first + index },
        slot: (piece ?? Buffer.alloc(0)).subarray(index * slotBytes, (index + 1) * slotBytes),
      }
    if (count < slotsPerRead) return
  }
}

async function fileIds(folder: string): Promise<Buffer[]> {
  const names = (await readdir(folder)).flatMap((name) => namePattern.exec(name)?.[1] ?? [])
  return [...new Set(names)].map((name) => Buffer.from(name, 'hex'))
}

function countSlots(folder: string, fileId: Buffer): { used: number; free: number; damaged: number } {
  const counts = { used: 0, free: 0, damaged: 0 }
  for (const { place, slot } of slotsOf(folder, fileId)) {
    const read = readSlot(place, slot)
    counts[typeof read === 'string' ? read : 'used']++
  }
  return counts
}

const holds = (reference: Uint8Array) => {
  const place = placeOf(reference)
  return (slot: Buffer): boolean => {
    const read = readSlot(place, slot)
    return typeof read !== 'string' && read.reference.equals(reference)
  }
}

/** Overwrites keys in a file of another process and waits for the disk. */
async function destroyIn(folder: string, fileId: Buffer, references: readonly Uint8Array[]): Promise<void> {
  const descriptor = openKeyFile(folder, fileId, 'r+')
  if (descriptor === null) return
  try {
    for (const reference of references) overwrite(descriptor, placeOf(reference).number, holds(reference))
    // Also when another process was faster: what it wrote must be on disk when this one says that the key is gone.
    await syncData(descriptor)
  } finally {
    closeSync(descriptor)
  }
}

class FolderShredStore implements ShredStore {
  readonly lingersUntilTidy = false
  readonly id: Buffer
  readonly #folder: string
  readonly #monotonicMs: () => number
  #own: KeyFile | null = null
  #isClosed = false

  constructor(folder: string, id: Buffer, monotonicMs: () => number) {
    this.#folder = folder
    this.id = id
    this.#monotonicMs = monotonicMs
  }

  take(now: Date) {
    if (this.#isClosed) throw unavailable(new Error('closed'))
    try {
      if (this.#own !== null) this.#giveUp(this.#own)
      this.#own ??= new KeyFile(this.#folder, this.#monotonicMs)
      return this.#own.take(now)
    } catch (error) {
      throw unavailable(error)
    }
  }

  /** Leaves a file in which no key can be taken any more; those it holds are found by its name, as in any other file. */
  #giveUp(file: KeyFile): void {
    if (file.isSound && file.isThere) return
    file.close()
    this.#own = null
  }

  async flush(references: readonly Uint8Array[]): Promise<void> {
    if (references.length === 0) return
    const own = this.#own
    const isElsewhere = (reference: Uint8Array) => own?.fileId.equals(placeOf(reference).fileId) !== true
    if (own === null || references.some(isElsewhere)) throw unavailable(new Error('the file was given up'))
    await own.flush()
  }

  async read(reference: Uint8Array): Promise<Buffer | null> {
    const place = placeOf(reference)
    const slot = readPlace(this.#folder, place)
    if (slot === null) await this.#requireFolder()
    const read = slot === null ? 'free' : readSlot(place, slot)
    return typeof read !== 'string' && read.reference.equals(reference) ? read.key : null
  }

  /** A folder that is not mounted at this moment must not look like keys that were destroyed. */
  async #requireFolder(): Promise<void> {
    const id = await readFile(join(this.#folder, idFile), 'utf8').catch(unavailableFolder)
    if (id.trim() !== this.id.toString('hex')) unavailableFolder(new Error('the folder is another one'))
  }

  async destroy(references: readonly Uint8Array[]): Promise<void> {
    const byFile = Map.groupBy(references, (reference) => placeOf(reference).fileId.toString('hex'))
    const work = [...byFile].map(([name, all]) => {
      const fileId = Buffer.from(name, 'hex')
      const own = this.#own
      if (own?.fileId.equals(fileId) !== true || !own.isSound) return destroyIn(this.#folder, fileId, all)
      for (const reference of all) own.empty(placeOf(reference).number, holds(reference))
      return own.flush()
    })
    await Promise.all(work)
  }

  async *listOlderThan(time: Date): AsyncGenerator<readonly ListedKey[]> {
    for (const fileId of await fileIds(this.#folder)) {
      let batch: ListedKey[] = []
      for (const { place, slot } of slotsOf(this.#folder, fileId)) {
        const read = readSlot(place, slot)
        if (typeof read !== 'string' && read.takenAt < time)
          batch.push({ reference: read.reference, takenAt: read.takenAt })
        if (batch.length < slotsPerRead) continue
        yield batch
        batch = []
      }
      if (batch.length > 0) yield batch
    }
  }

  async tidy(): Promise<ShredCounts> {
    this.#own?.findEmptied()
    const counts = { used: 0, free: 0, damaged: 0 }
    for (const fileId of await fileIds(this.#folder)) {
      const found = countSlots(this.#folder, fileId)
      const isOwn = this.#own?.fileId.equals(fileId) === true
      if (!isOwn && found.used + found.damaged === 0 && (await this.#retire(fileId))) continue
      counts.used += found.used
      counts.free += found.free
      counts.damaged += found.damaged
    }
    return counts
  }

  /**
   * Removes a file that holds no key. Its process may still be about to take one: the file is renamed first, and looked
   * through again. A key that was durable under the old name is seen here; one that comes later fails in its flush.
   */
  async #retire(fileId: Buffer): Promise<boolean> {
    const path = join(this.#folder, keyFileName(fileId))
    const aside = path.replace(/keys$/, 'retired')
    await rename(path, aside).catch((error: unknown) => {
      if (!hasCode(error, 'ENOENT')) throw error
    })
    const { used, damaged } = countSlots(this.#folder, fileId)
    if (used + damaged > 0) await rename(aside, path).catch(() => undefined)
    else await rm(aside, { force: true })
    return used + damaged === 0
  }

  async close(): Promise<void> {
    this.#isClosed = true
    const own = this.#own
    this.#own = null
    if (own === null) return
    if (own.isSound) await own.flush().catch(() => undefined)
    own.close()
    if (countSlots(this.#folder, own.fileId).used === 0) await rm(own.path, { force: true })
  }
}

/** Keys in a folder that several processes, also of several machines, may share. Made with mode 0700 when it is missing. */
export async function openFolderShredStore(
  folder: string,
  monotonicMs: () => number = () => performance.now(),
): Promise<ShredStore> {
  const isNew = (await mkdir(folder, { recursive: true, mode: 0o700 })) !== undefined
  if (isNew) await chmod(folder, 0o700)
  await requirePrivate(folder)
  return new FolderShredStore(folder, await readId(folder), monotonicMs)
}
