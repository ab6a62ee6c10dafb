import type * as Files from 'node:fs/promises'
import { mkdtemp, open, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { Readable } from 'node:stream'
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { uuidV7 } from '../../lib/id/uuid-v7.ts'
import type { BlobStore } from './blob-store.ts'
import { createFolderBlobStore } from './folder-blob-store.ts'

/** What the store does to the disk, in order; and a disk that is full when the test says so. */
const disk = vi.hoisted(() => ({ acts: new Array<string>(), fails: '' }))

vi.mock('node:fs/promises', async (importOriginal) => {
  const original = await importOriginal<typeof Files>()
  return {
    ...original,
    async open(path: string, ...rest: [string?, number?]) {
      const handle = await original.open(path, ...rest)
      const name = path.split('/').at(-1) ?? ''
      const { sync, writeFile: write } = handle
      handle.writeFile = async (...data) => {
        if (disk.fails !== '') throw Object.assign(new Error('write failed'), { code: disk.fails })
        return write.apply(handle, data)
      }
      handle.sync = async () => {
        disk.acts.push(`sync ${name}`)
        return sync.call(handle)
      }
      return handle
    },
    async rename(from: string, to: string) {
      disk.acts.push(`rename ${from.split('/').at(-1)} to ${to.split('/').at(-1)}`)
      return original.rename(from, to)
    },
  }
})

let folder = ''
let store: BlobStore
let id = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sealpost-blobs-'))
  store = await createFolderBlobStore(join(folder, 'blobs'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))
beforeEach(() => {
  id = uuidV7(Date.now())
  disk.acts.length = 0
  disk.fails = ''
})
const files = async () =>
  (await readdir(join(folder, 'blobs'), { recursive: true })).filter((name) => name.includes(id))

describe('a content in the folder', () => {
  test('is on the disk under its name only after its bytes are, and the name itself is synced', async () => {
    await store.put(id, Readable.from([Buffer.from('sealed')]))
    const place = id.slice(-2)
    expect(disk.acts).toEqual(['sync blobs', `sync ${id}.part`, `rename ${id}.part to ${id}`, `sync ${place}`])
  })

  test('is nobody else’s to read', async () => {
    await store.put(id, Buffer.from('sealed'))
    const path = join(folder, 'blobs', id.slice(-2), id)
    expect((await stat(path)).mode & 0o777).toBe(0o600)
    expect((await stat(join(path, '..'))).mode & 0o777).toBe(0o700)
    expect((await stat(join(folder, 'blobs'))).mode & 0o777).toBe(0o700)
  })

  test.each(['ENOSPC', 'EDQUOT'])('on a full disk (%s) is refused for now and leaves nothing behind', async (code) => {
    disk.fails = code
    await expect(store.put(id, Buffer.from('x'))).rejects.toMatchObject({ code: 'blobs.full', temporary: true })
    expect(await files()).toEqual([])
  })

  test('on a broken disk leaves nothing behind, and is not called full', async () => {
    disk.fails = 'EIO'
    await expect(store.put(id, Buffer.from('x'))).rejects.toMatchObject({ code: 'EIO' })
    expect(await files()).toEqual([])
  })

  test('that is being written is not disturbed by a second one under its identifier', async () => {
    const first = new Readable({ read() {} })
    const storing = store.put(id, first)
    first.push('first')
    await vi.waitUntil(async () => (await files()).length === 1)
    await expect(store.put(id, Buffer.from('second'))).rejects.toMatchObject({ code: 'EEXIST' })
    first.push(null)
    expect(await storing).toBe(5)
  })

  test('that cannot be read is not reported as missing', async () => {
    await store.put(id, Buffer.from('x'))
    const path = join(folder, 'blobs', id.slice(-2), id)
    await rm(path)
    await rm(join(path, '..'), { recursive: true })
    await writeFile(join(path, '..'), 'a file where the folder should be')
    await expect(store.open(id)).rejects.toMatchObject({ code: 'ENOTDIR' })
    await rm(join(path, '..'))
  })

  test('that a crash left half written is listed and removed by its identifier', async () => {
    const place = join(folder, 'blobs', id.slice(-2))
    await createFolderBlobStore(join(folder, 'blobs'))
    const again = await createFolderBlobStore(join(folder, 'blobs'))
    await again.put(id, Buffer.from('x'))
    await again.remove(id)
    const half = await open(join(place, `${id}.part`), 'wx')
    await half.close()
    expect(await Array.fromAsync(store.listOlderThan(new Date(Date.now() + 60_000)))).toContain(id)
    await store.remove(id)
    expect(await files()).toEqual([])
    expect(basename(place)).toBe(id.slice(-2))
  })
})
