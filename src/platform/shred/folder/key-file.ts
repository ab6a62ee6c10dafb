import { randomBytes } from 'node:crypto'
import { closeSync, fdatasync, fstatSync, fsync, openSync, readSync, rmSync, statSync, writeSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import type { TakenKey } from '../shred-store.ts'
import { unavailable } from '../unavailable.ts'
import { emptySlot, fileIdBytes, isEmpty, makeSlot, slotBytes, writeHeader } from './slot.ts'

export const keyFileName = (fileId: Buffer): string => `${fileId.toString('hex')}.keys`

const firstSlots = 64
const mostSlotsAtOnce = 1024
/**
 * A slot rests for this long before it is used again: whoever found the old key in it a moment ago and is about to
 * overwrite it must not meet a new one.
 */
const restMs = 60_000

const syncData = promisify(fdatasync)
const syncAll = promisify(fsync)

async function syncFolder(folder: string): Promise<void> {
  const descriptor = openSync(folder, 'r')
  try {
    await syncAll(descriptor)
  } finally {
    closeSync(descriptor)
  }
}

/**
 * The file in which this process alone takes slots, so that no two processes need a lock to share a folder; any process
 * may overwrite slots in it. Written in place, and with room made ahead, so that a full disk refuses a new key and never
 * the end of an old one. Reads and writes of one slot are a few microseconds and synchronous; waiting for the disk is not.
 */
export class KeyFile {
  readonly fileId = randomBytes(fileIdBytes)
  readonly path: string
  readonly #descriptor: number
  readonly #inode: number
  readonly #monotonicMs: () => number
  #slots = 1
  /** Slot numbers, and since when they rest. */
  readonly #resting: { readonly number: number; readonly since: number }[] = []
  readonly #free: number[] = []
  #isNamed = false
  #flushing: Promise<void> | undefined
  #nextFlush: Promise<void> | undefined
  #failed: unknown

  constructor(folder: string, monotonicMs: () => number) {
    this.#monotonicMs = monotonicMs
    this.path = join(folder, keyFileName(this.fileId))
    this.#descriptor = openSync(this.path, 'wx+', 0o600)
    try {
      this.#inode = fstatSync(this.#descriptor).ino
      writeSync(this.#descriptor, writeHeader(this.fileId), 0, slotBytes, 0)
    } catch (error) {
      this.close()
      rmSync(this.path, { force: true })
      throw error
    }
  }

  /** Whether keys may still be taken here: after a failed flush nobody knows what the disk holds. */
  get isSound(): boolean {
    return this.#failed === undefined
  }

  /** False when it held no key and another process, taking it for left behind, has removed it. */
  get isThere(): boolean {
    const isIdle = this.#free.length + this.#resting.length === this.#slots - 1
    return !isIdle || statSync(this.path, { throwIfNoEntry: false })?.ino === this.#inode
  }

  take(now: Date): TakenKey {
    const number = this.#free.pop() ?? this.#rested() ?? this.#grow()
    const { slot, ...taken } = makeSlot({ fileId: this.fileId, number }, now)
    writeSync(this.#descriptor, slot, 0, slotBytes, number * slotBytes)
    return taken
  }

  #rested(): number | undefined {
    const first = this.#resting[0]
    if (first === undefined || this.#monotonicMs() - first.since < restMs) return undefined
    this.#resting.shift()
    return first.number
  }

  /** Zeros are written, not promised: a file with holes would find the disk full when a key is written into one. */
  #grow(): number {
    const more = Math.min(Math.max(this.#slots, firstSlots), mostSlotsAtOnce)
    writeSync(this.#descriptor, Buffer.alloc(more * slotBytes), 0, more * slotBytes, this.#slots * slotBytes)
    const first = this.#slots
    this.#slots += more
    for (let number = this.#slots - 1; number > first; number--) this.#free.push(number)
    return first
  }

  /** Overwrites a slot if it still holds the key that the caller means; durable after `flush`. */
  empty(number: number, isMeant: (slot: Buffer) => boolean): void {
    if (overwrite(this.#descriptor, number, isMeant)) this.#rest(number)
  }

  #rest(number: number): void {
    this.#resting.push({ number, since: this.#monotonicMs() })
  }

  /** Finds slots that other processes have emptied. */
  findEmptied(): void {
    const known = new Set([...this.#free, ...this.#resting.map(({ number }) => number)])
    const slot = Buffer.alloc(slotBytes)
    for (let number = 1; number < this.#slots; number++) {
      if (known.has(number)) continue
      const length = readSync(this.#descriptor, slot, 0, slotBytes, number * slotBytes)
      if (length === slotBytes && isEmpty(slot)) this.#rest(number)
    }
  }

  /** All who ask while one flush runs share the next. */
  flush(): Promise<void> {
    if (this.#flushing === undefined) return this.#startFlush()
    this.#nextFlush ??= this.#flushing.then(
      () => this.#startFlush(),
      () => this.#startFlush(),
    )
    return this.#nextFlush
  }

  #startFlush(): Promise<void> {
    this.#nextFlush = undefined
    const flushing = this.#writeThrough().catch((error: unknown) => {
      this.#failed = error
      throw unavailable(error)
    })
    this.#flushing = flushing
    void flushing
      .catch(() => undefined)
      .finally(() => {
        if (this.#flushing === flushing) this.#flushing = undefined
      })
    return flushing
  }

  async #writeThrough(): Promise<void> {
    if (this.#failed !== undefined) throw new Error('an earlier flush failed', { cause: this.#failed })
    await syncData(this.#descriptor)
    if (!this.#isNamed) await syncFolder(dirname(this.path))
    this.#isNamed = true
    this.#requirePlace()
  }

  /** A file that was removed, replaced or cut would be missed only at the next start, when it is too late. */
  #requirePlace(): void {
    const { ino, size } = statSync(this.path)
    if (ino !== this.#inode || size < this.#slots * slotBytes) throw new Error('the file of keys is not in its place')
  }

  close(): void {
    closeSync(this.#descriptor)
  }
}

/** Overwrites one slot if it still holds the key that the caller means; false when there was nothing to do. */
export function overwrite(descriptor: number, number: number, isMeant: (slot: Buffer) => boolean): boolean {
  const slot = Buffer.alloc(slotBytes)
  const length = readSync(descriptor, slot, 0, slotBytes, number * slotBytes)
  if (length !== slotBytes || !isMeant(slot)) return false
  writeSync(descriptor, emptySlot, 0, slotBytes, number * slotBytes)
  return true
}
