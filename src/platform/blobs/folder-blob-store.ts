import { mkdir, open, opendir, rename, rm, stat, type FileHandle } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Readable } from 'node:stream'
import { AppError } from '../../contract/errors/app-error.ts'
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

async function writeDurably(file: FileHandle, content: Readable | Uint8Array): Promise<number> {
  try {
    await file.writeFile(content)
    await file.sync()
    return (await file.stat()).size
  } finally {
    await file.close()
  }
}

function explainWriteFailure(error: unknown): unknown {
  if (!hasCode(error, 'ENOSPC') && !hasCode(error, 'EDQUOT')) return error
  return new AppError('unavailable', 'blobs.full', 'The server has no room for this content at the moment.', {
    cause: error,
  })
}

/** Writes under a temporary name, fsync, rename, fsync of the folder. The folder exists when `ready` has resolved. */
async function putContent(path: string, content: Readable | Uint8Array, ready: () => Promise<void>): Promise<number> {
  const temporary = `${path}.part`
  // A stream may fail before it is read from; its own error says more than "premature close".
  let failure: Error | undefined
  if (!(content instanceof Uint8Array)) content.once('error', (error: Error) => (failure = error))
  // An identifier that is being written already fails here; that other content is not removed below.
  const file = await ready()
    .then(() => open(temporary, 'wx', 0o600))
    .catch((error: unknown) => {
      if (!(content instanceof Uint8Array)) content.destroy()
      throw failure ?? explainWriteFailure(error)
    })
  try {
    const bytes = await writeDurably(file, content)
    await rename(temporary, path)
    await syncFolder(dirname(path))
    return bytes
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined)
    // A file that cannot be written aborts the stream; only an error of the stream's own tells more than that of the file.
    throw failure === undefined || failure.name === 'AbortError' ? explainWriteFailure(error) : failure
  }
}

function openFile(path: string): Promise<FileHandle> {
  return open(path).catch((error: unknown) => {
    if (!hasCode(error, 'ENOENT')) throw error
    throw new AppError('not-found', 'blobs.missing', 'This content is no longer stored.', { cause: error })
  })
}

async function openContent(path: string, range: { readonly start: number; readonly end: number } | undefined) {
  const file = await openFile(path)
  return file.createReadStream(range === undefined ? {} : { start: range.start, end: range.end })
}

async function fill(file: FileHandle, buffer: Buffer): Promise<number> {
  for (let filled = 0; ;) {
    const { bytesRead } = await file.read(buffer, filled, buffer.length - filled)
    filled += bytesRead
    if (bytesRead === 0 || filled === buffer.length) return filled
  }
}

async function* readThrough(file: FileHandle, buffer: Buffer): AsyncGenerator<Buffer> {
  try {
    for (let pieces = 0; ; pieces++) {
      const filled = await fill(file, buffer)
      if (filled > 0 || pieces === 0) yield buffer.subarray(0, filled)
      if (filled < buffer.length) return
    }
  } finally {
    await file.close()
  }
}

/** Blobs as files in 256 folders. A content has its name only when it is whole and would survive a power cut. */
export async function createFolderBlobStore(root: string): Promise<BlobStore> {
  await mkdir(root, { recursive: true, mode: 0o700 })
  await syncFolder(dirname(root))
  const known = new Set<string>()
  const pathOf = (id: string) => {
    if (!idPattern.test(id)) throw new AppError('broken', 'blobs.bad-id', 'Not a content identifier.')
    // UUIDv7 begins with the time; the last digits are random and spread evenly.
    return join(root, id.slice(-2), id)
  }
  const ensureFolder = async (folder: string) => {
    if (known.has(folder)) return
    await mkdir(folder, { recursive: true, mode: 0o700 })
    await syncFolder(root)
    known.add(folder)
  }
  return {
    put: async (id, content) => putContent(pathOf(id), content, () => ensureFolder(dirname(pathOf(id)))),
    read: async (id, buffer) => readThrough(await openFile(pathOf(id)), buffer),
    open: async (id, range) => openContent(pathOf(id), range),
    async remove(id) {
      // A crash while writing leaves a part; the sweep names it by the same identifier.
      await rm(`${pathOf(id)}.part`, { force: true })
      await rm(pathOf(id), { force: true })
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
