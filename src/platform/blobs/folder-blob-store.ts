import { createReadStream } from 'node:fs'
import { mkdir, open, opendir, rename, rm, stat, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { AppError } from '../../lib/errors/app-error.ts'
import type { BlobStore } from './blob-store.ts'

const idPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/
const hasCode = (error: unknown, code: string) => error instanceof Error && 'code' in error && error.code === code

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder)
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

async function writeDurably(path: string, content: Readable | Uint8Array): Promise<number> {
  const file = await open(path, 'wx', 0o600)
  try {
    await file.writeFile(content)
    await file.sync()
    return (await file.stat()).size
  } finally {
    await file.close()
  }
}

/** Blobs as files: written under a temporary name, fsync, rename, fsync of the folder. */
export async function createFolderBlobStore(root: string): Promise<BlobStore> {
  await mkdir(root, { recursive: true, mode: 0o700 })
  const known = new Set<string>()
  // UUIDv7 begins with the time; the last digits are random and spread evenly.
  const folderOf = (id: string) => {
    if (!idPattern.test(id)) throw new AppError('broken', 'blobs.bad-id', 'Not a content identifier.')
    return join(root, id.slice(-2))
  }
  const ensureFolder = async (folder: string) => {
    if (known.has(folder)) return
    await mkdir(folder, { recursive: true, mode: 0o700 })
    await syncFolder(root)
    known.add(folder)
  }
  return {
    async put(id, content) {
      const folder = folderOf(id)
      const temporary = join(folder, `${id}.part`)
      // A stream may fail before it is read from; its own error says more than "premature close".
      let failure: Error | undefined
      if (!(content instanceof Uint8Array)) content.once('error', (error: Error) => (failure = error))
      try {
        await ensureFolder(folder)
        const bytes = await writeDurably(temporary, content)
        await rename(temporary, join(folder, id))
        await syncFolder(folder)
        return bytes
      } catch (error) {
        await rm(temporary, { force: true }).catch(() => undefined)
        if (hasCode(error, 'ENOSPC') || hasCode(error, 'EDQUOT'))
          throw new AppError('unavailable', 'blobs.full', 'The server has no room for this content at the moment.', {
            cause: error,
          })
        throw failure ?? error
      }
    },
    async open(id, range) {
      const path = join(folderOf(id), id)
      await stat(path).catch((error: unknown) => {
        throw new AppError('not-found', 'blobs.missing', 'This content is no longer stored.', { cause: error })
      })
      return createReadStream(path, range === undefined ? {} : { start: range.start, end: range.end })
    },
    async remove(id) {
      await unlink(join(folderOf(id), id)).catch((error: unknown) => {
        if (!hasCode(error, 'ENOENT')) throw error
      })
    },
    async *listOlderThan(time) {
      for await (const folder of await opendir(root)) {
        if (!folder.isDirectory()) continue
        for await (const entry of await opendir(join(root, folder.name))) {
          const found = await stat(join(root, folder.name, entry.name)).catch(() => undefined)
          if (found !== undefined && found.mtime < time) yield entry.name.replace(/\.part$/, '')
        }
      }
    },
  }
}
