import type { z } from 'zod'
import { damagedArchive, readTar, type ArchiveEntry } from './tar-format.ts'

/** Reads an archive entry by entry, with a look at the next one. */
export interface ArchiveReader {
  /** Undefined after the last entry. */
  peek(): Promise<ArchiveEntry | undefined>
  next(): Promise<ArchiveEntry | undefined>
  /** Reads what follows the archive, so that decryption has seen the end of the file. */
  finish(): Promise<void>
}

export function createArchiveReader(plain: AsyncIterable<Uint8Array>): ArchiveReader {
  const source = plain[Symbol.asyncIterator]()
  // The tar reader stops at the end of the archive; the bytes behind it are still to be read.
  const entries = readTar({ [Symbol.asyncIterator]: () => ({ next: () => source.next() }) })
  let held: ArchiveEntry | undefined
  const take = async () => {
    const result = await entries.next()
    return result.done === true ? undefined : result.value
  }
  return {
    async peek() {
      held ??= await take()
      return held
    },
    async next() {
      const entry = held ?? (await take())
      held = undefined
      return entry
    },
    async finish() {
      for (let more = true; more;) more = (await source.next()).done !== true
    },
  }
}

/** The next entry, which has to have this name, as checked JSON. */
export async function readJsonEntry<Shape extends z.ZodType>(
  reader: ArchiveReader,
  name: string,
  shape: Shape,
): Promise<z.output<Shape>> {
  const entry = await reader.next()
  if (entry?.name !== name) throw damagedArchive()
  try {
    return shape.parse(JSON.parse(entry.content.toString('utf8')))
  } catch (error) {
    throw damagedArchive(error)
  }
}
