import type { z } from 'zod'
import { damagedArchive, readTar, type ArchiveEntry } from './tar-format.ts'

/** Reads an archive entry by entry, with a look at the next one. The end is there when decryption has seen the file's end. */
export interface ArchiveReader {
  /** Undefined after the last entry. */
  peek(): Promise<ArchiveEntry | undefined>
  next(): Promise<ArchiveEntry | undefined>
}

export function createArchiveReader(plain: AsyncIterable<Uint8Array>): ArchiveReader {
  const entries = readTar(plain)
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
  }
}

/** An entry, which has to have this name, as checked JSON. */
export function parseJsonEntry<Shape extends z.ZodType>(
  entry: ArchiveEntry | undefined,
  name: string,
  shape: Shape,
): z.output<Shape> {
  if (entry?.name !== name) throw damagedArchive()
  try {
    return shape.parse(JSON.parse(entry.content.toString('utf8')))
  } catch (error) {
    throw damagedArchive(error)
  }
}
