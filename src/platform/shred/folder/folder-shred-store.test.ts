import { execFile } from 'node:child_process'
import { chmod, mkdtemp, open, readdir, readFile, rename, rm, stat, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { ShredStore, TakenKey } from '../shred-store.ts'
import { openFolderShredStore } from './folder-shred-store.ts'
import { placeOf, slotBytes } from './slot.ts'

const now = new Date('2026-11-21T09:00:00.000Z')
const run = promisify(execFile)
let folder = ''
let monotonicMs = 0
let stores: ShredStore[] = []

const openStore = async () => {
  const store = await openFolderShredStore(folder, () => monotonicMs)
  stores.push(store)
  return store
}
const keyFiles = async () => (await readdir(folder)).filter((name) => name.endsWith('.keys'))
const pathOf = async () => join(folder, (await keyFiles())[0] ?? '')
async function keep(store: ShredStore, count: number): Promise<TakenKey[]> {
  const taken = Array.from({ length: count }, () => store.take(now))
  await store.flush(taken.map(({ reference }) => reference))
  return taken
}

beforeEach(async () => {
  folder = join(await mkdtemp(join(tmpdir(), 'sealpost-slots-')), 'shred')
  monotonicMs = 0
})
afterEach(async () => {
  for (const store of stores) await store.close()
  stores = []
  await rm(join(folder, '..'), { recursive: true, force: true })
})

describe('the folder of keys', () => {
  test('is for its owner only, and so is every file in it', async () => {
    await keep(await openStore(), 1)
    expect((await stat(folder)).mode & 0o777).toBe(0o700)
    for (const name of await readdir(folder)) expect((await stat(join(folder, name))).mode & 0o777).toBe(0o600)
  })

  test.each([0o750, 0o705, 0o755])(
    'that others may look into (mode %o) is refused, with the command that helps',
    async (mode) => {
      await openStore()
      await chmod(folder, mode)
      await expect(openStore()).rejects.toMatchObject({
        code: 'shred.unsafe',
        publicText: expect.stringContaining('chmod 700'),
      })
      await chmod(folder, 0o700)
    },
  )

  test('has one name for all processes, made once', async () => {
    const ids = await Promise.all(Array.from({ length: 10 }, () => openFolderShredStore(folder)))
    stores.push(...ids)
    expect(new Set(ids.map(({ id }) => id.toString('hex'))).size).toBe(1)
    expect(await readdir(folder)).toEqual(['store'])
  })
})

test('keys are not taken for destroyed while their folder is not there, or another one is in its place', async () => {
  const store = await openStore()
  const [kept] = await keep(store, 1)
  if (kept === undefined) throw new Error('no key')
  await rename(folder, `${folder}-away`)
  await expect(store.read(kept.reference)).rejects.toMatchObject({ code: 'shred.unavailable' })
  stores.push(await openFolderShredStore(folder))
  await expect(store.read(kept.reference)).rejects.toMatchObject({ code: 'shred.unavailable' })
  await rm(folder, { recursive: true })
  await rename(`${folder}-away`, folder)
  expect(await store.read(kept.reference)).toEqual(kept.key)
})

describe('a slot', () => {
  test('is overwritten in place: no byte of the key is in the file, whose size stays', async () => {
    const store = await openStore()
    const [first, second] = await keep(store, 2)
    if (first === undefined || second === undefined) throw new Error('no keys')
    const before = await readFile(await pathOf())
    await store.destroy([first.reference])
    const after = await readFile(await pathOf())
    expect([before.includes(first.key), after.includes(first.key), after.includes(second.key)]).toEqual([
      true,
      false,
      true,
    ])
    expect(after.length).toBe(before.length)
  })

  test('rests before it is used again; then the old reference opens nothing and destroys nothing', async () => {
    const store = await openStore()
    const first = await keep(store, 1000)
    await store.destroy(first.map(({ reference }) => reference))
    const size = (await stat(await pathOf())).size
    await keep(store, 100)
    const grown = (await stat(await pathOf())).size
    monotonicMs = 60_001
    const second = await keep(store, 1800)
    expect((await stat(await pathOf())).size).toBe(grown)
    expect(grown).toBeLessThanOrEqual(2 * size)
    const places = new Set(first.map(({ reference }) => placeOf(reference).number))
    const reused = second.filter(({ reference }) => places.has(placeOf(reference).number))
    expect(reused.length).toBeGreaterThan(500)
    await store.destroy(first.map(({ reference }) => reference))
    for (const { reference } of first) expect(await store.read(reference)).toBeNull()
    for (const { reference, key } of second) expect(await store.read(reference)).toEqual(key)
  })

  test('that another process emptied is used again as well', async () => {
    const [store, other] = [await openStore(), await openStore()]
    const taken = await keep(store, 63)
    await other.destroy(taken.map(({ reference }) => reference))
    await store.tidy()
    monotonicMs = 60_001
    await keep(store, 60)
    expect((await stat(await pathOf())).size).toBe(64 * slotBytes + slotBytes)
  })

  test('that was half written, or moved to another place, holds no key, and is not given out again', async () => {
    const store = await openStore()
    const [half, moved, whole] = await keep(store, 3)
    if (half === undefined || moved === undefined || whole === undefined) throw new Error('no keys')
    const file = await open(await pathOf(), 'r+')
    await file.write(Buffer.alloc(20, 9), 0, 20, placeOf(half.reference).number * slotBytes + 30)
    const bytes = Buffer.alloc(slotBytes)
    await file.read(bytes, 0, slotBytes, placeOf(whole.reference).number * slotBytes)
    await file.write(bytes, 0, slotBytes, placeOf(moved.reference).number * slotBytes)
    await file.close()
    expect([await store.read(half.reference), await store.read(moved.reference)]).toEqual([null, null])
    expect(await store.read(whole.reference)).toEqual(whole.key)
    expect(await store.tidy()).toMatchObject({ used: 1, damaged: 2 })
  })
})

describe('a file of keys', () => {
  test.each([
    ['removed', async (path: string) => rm(path)],
    ['renamed', async (path: string) => rename(path, `${path}.old`)],
    ['cut', async (path: string) => truncate(path, slotBytes)],
    [
      'replaced',
      async (path: string) => {
        const bytes = await readFile(path)
        await writeFile(`${path}.new`, bytes)
        await rename(`${path}.new`, path)
      },
    ],
  ])('that was %s under the process fails the flush, and the next key is in a new one', async (_what, harm) => {
    const store = await openStore()
    await keep(store, 1)
    const path = await pathOf()
    const taken = store.take(now)
    await harm(path)
    await expect(store.flush([taken.reference])).rejects.toMatchObject({ code: 'shred.unavailable', temporary: true })
    // The transaction that took the key must not commit by the flush of another file.
    const [next] = await keep(store, 1)
    await expect(store.flush([taken.reference])).rejects.toMatchObject({ code: 'shred.unavailable' })
    expect(next === undefined ? null : await store.read(next.reference)).toEqual(next?.key)
    await rm(`${path}.old`, { force: true })
  })

  test('that is given up again and again, because the disk fails, leaves no descriptor open', async () => {
    const store = await openStore()
    const openFiles = async () => (await readdir('/proc/self/fd')).length
    const before = await openFiles()
    for (let round = 0; round < 50; round++) {
      const taken = store.take(now)
      for (const name of await keyFiles()) await truncate(join(folder, name), slotBytes)
      await expect(store.flush([taken.reference])).rejects.toMatchObject({ code: 'shred.unavailable' })
    }
    expect((await openFiles()) - before).toBeLessThan(10)
  })

  test('that finds no room to begin leaves neither a descriptor nor an empty file', async () => {
    await openStore()
    const program = `
      import { readdirSync } from 'node:fs'
      const { openFolderShredStore } = await import(${JSON.stringify(join(import.meta.dirname, 'folder-shred-store.ts'))})
      const store = await openFolderShredStore(${JSON.stringify(folder)})
      const count = () => readdirSync('/proc/self/fd').length
      const before = count()
      const codes = Array.from({ length: 50 }, () => {
        try { store.take(new Date()) } catch (error) { return error.code }
      })
      console.log(JSON.stringify([[...new Set(codes)], count() - before]))`
    // No file may grow beyond zero bytes: the write of a full disk, without one.
    const limited = 'ulimit -f 0; exec "$0" --input-type=module --eval "$1"'
    const { stdout } = await run('sh', ['-c', limited, process.execPath, program])
    expect(JSON.parse(stdout)).toEqual([['shred.unavailable'], 0])
    expect(await keyFiles()).toEqual([])
  })

  test('whose process ended stays as long as it holds a key, and goes with the last one', async () => {
    const first = await openStore()
    const [kept] = await keep(first, 1)
    await first.close()
    const second = await openStore()
    await second.tidy()
    expect(kept === undefined ? null : await second.read(kept.reference)).toEqual(kept?.key)
    await second.destroy([kept?.reference ?? Buffer.alloc(24)])
    await second.tidy()
    expect(await keyFiles()).toEqual([])
  })

  test('without keys is removed when its process ends', async () => {
    const store = await openStore()
    const taken = await keep(store, 5)
    await store.destroy(taken.map(({ reference }) => reference))
    await store.close()
    expect(await readdir(folder)).toEqual(['store'])
  })

  test('that another process removed because it held no key costs nobody a message', async () => {
    const [store, other] = [await openStore(), await openStore()]
    const taken = await keep(store, 3)
    await store.destroy(taken.map(({ reference }) => reference))
    await other.tidy()
    expect(await keyFiles()).toEqual([])
    const [next] = await keep(store, 1)
    expect(next === undefined ? null : await other.read(next.reference)).toEqual(next?.key)
  })

  test('that is looked through by another process at this moment loses no key', async () => {
    const [store, other] = [await openStore(), await openStore()]
    const kept: TakenKey[] = []
    let failures = 0
    for (let round = 0; round < 40; round++) {
      const taken = store.take(now)
      const [flushed] = await Promise.allSettled([store.flush([taken.reference]), other.tidy()])
      if (flushed.status === 'fulfilled') {
        expect(await store.read(taken.reference)).toEqual(taken.key)
        kept.push(taken)
      } else failures++
      if (round % 4 === 1) await store.destroy(kept.splice(0).map(({ reference }) => reference))
    }
    for (const { reference, key } of kept) expect(await store.read(reference)).toEqual(key)
    expect(kept.length).toBeGreaterThan(0)
    expect(failures).toBeLessThan(40)
  })
})
