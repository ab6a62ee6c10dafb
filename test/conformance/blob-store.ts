import { randomBytes } from 'node:crypto'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { uuidV7 } from '../../src/lib/id/uuid-v7.ts'
import type { BlobStore } from '../../src/platform/blobs/blob-store.ts'

export interface BlobStoreUnderTest {
  readonly store: BlobStore
  close(): Promise<void>
}

const future = () => new Date(Date.now() + 60_000)

/** What every implementation of the port promises. */
export function describeBlobStore(name: string, make: () => Promise<BlobStoreUnderTest>): void {
  describe(`${name} keeps contents`, () => {
    let made: BlobStoreUnderTest
    let store: BlobStore
    beforeAll(async () => {
      made = await make()
      store = made.store
    })
    afterAll(() => made.close())

    const newId = () => uuidV7(Date.now())
    const read = async (id: string, range?: { start: number; end: number }) => buffer(await store.open(id, range))
    const stored = async () => new Set(await Array.fromAsync(store.listOlderThan(future())))

    test.each([0, 1, 65_536, 5_000_000])(
      'gives %i bytes back as they came, from memory and from a stream',
      async (size) => {
        const content = randomBytes(size)
        const [whole, streamed] = [newId(), newId()]
        expect(await store.put(whole, content)).toBe(size)
        expect(
          await store.put(
            streamed,
            Readable.from(content.length === 0 ? [] : [content.subarray(0, 1), content.subarray(1)]),
          ),
        ).toBe(size)
        expect((await read(whole)).equals(content)).toBe(true)
        expect((await read(streamed)).equals(content)).toBe(true)
      },
    )

    test.each([
      [0, [0]],
      [999, [999]],
      [1000, [1000]],
      [2001, [1000, 1000, 1]],
    ])('gives %i bytes through a buffer of 1,000, whole pieces first', async (size, sizes) => {
      const [id, content] = [newId(), randomBytes(size)]
      await store.put(id, content)
      const through = Buffer.alloc(1000)
      const pieces: Buffer[] = []
      for await (const piece of await store.read(id, through)) {
        expect(piece.buffer).toBe(through.buffer)
        pieces.push(Buffer.from(piece))
      }
      expect(pieces.map(({ length }) => length)).toEqual(sizes)
      expect(Buffer.concat(pieces).equals(content)).toBe(true)
    })

    test('gives a part, both ends included', async () => {
      const id = newId()
      await store.put(id, Buffer.from('0123456789'))
      expect((await read(id, { start: 2, end: 4 })).toString()).toBe('234')
      expect((await read(id, { start: 0, end: 0 })).toString()).toBe('0')
      expect((await read(id, { start: 8, end: 100 })).toString()).toBe('89')
    })

    test('knows nothing of what was never stored', async () => {
      const missing = { code: 'blobs.missing', kind: 'not-found' }
      await expect(store.open(newId())).rejects.toMatchObject(missing)
      await expect(store.read(newId(), Buffer.alloc(10))).rejects.toMatchObject(missing)
    })

    test('removes, and removing again succeeds', async () => {
      const id = newId()
      await store.put(id, Buffer.from('x'))
      await store.remove(id)
      await store.remove(id)
      await expect(store.open(id)).rejects.toMatchObject({ code: 'blobs.missing' })
    })

    test('a stream that fails leaves nothing behind, and its own error comes out', async () => {
      async function* failing() {
        yield randomBytes(100_000)
        throw new Error('the sender went away')
      }
      const id = newId()
      await expect(store.put(id, Readable.from(failing()))).rejects.toThrow('the sender went away')
      await expect(store.open(id)).rejects.toMatchObject({ code: 'blobs.missing' })
      expect((await stored()).has(id)).toBe(false)
    })

    test('a stream that had failed before it was handed over stores nothing', async () => {
      const stream = new Readable({ read() {} })
      stream.on('error', () => undefined)
      stream.destroy(new Error('already gone'))
      const id = newId()
      await expect(store.put(id, stream)).rejects.toThrow()
      expect((await stored()).has(id)).toBe(false)
    })

    test('nothing can be read before all of it is stored', async () => {
      const stream = new Readable({ read() {} })
      const id = newId()
      const storing = store.put(id, stream)
      stream.push(randomBytes(1000))
      await expect(store.open(id)).rejects.toMatchObject({ code: 'blobs.missing' })
      stream.push(null)
      expect(await storing).toBe(1000)
      expect(await read(id)).toHaveLength(1000)
    })

    test('fifty contents at once do not mix', async () => {
      const contents = Array.from({ length: 50 }, (_, index) => ({ id: newId(), content: Buffer.alloc(20_000, index) }))
      await Promise.all(contents.map(({ id, content }) => store.put(id, Readable.from([content]))))
      for (const { id, content } of contents) expect((await read(id)).equals(content)).toBe(true)
    })

    test('lists what is older than a time', async () => {
      const id = newId()
      await store.put(id, Buffer.from('x'))
      expect((await stored()).has(id)).toBe(true)
      const longAgo = await Array.fromAsync(store.listOlderThan(new Date(Date.now() - 3600_000)))
      expect(longAgo).not.toContain(id)
    })

    test.each(['', '..', '../../etc/passwd', 'A'.repeat(36), '019ab000-0000-7000-8000-00000000000G', '/etc/passwd'])(
      'takes no “%s” for an identifier',
      async (id) => {
        await expect(store.open(id)).rejects.toMatchObject({ code: 'blobs.bad-id' })
        await expect(store.put(id, Buffer.from('x'))).rejects.toMatchObject({ code: 'blobs.bad-id' })
        await expect(store.remove(id)).rejects.toMatchObject({ code: 'blobs.bad-id' })
      },
    )
  })
}
