import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { referenceBytes, keyBytes, type ShredStore } from '../../src/platform/shred/shred-store.ts'

export interface ShredStoreUnderTest {
  readonly store: ShredStore
  /** The same keys as another process opens them. */
  another(): Promise<ShredStore>
  /** Every byte that the adapter keeps of its own, as somebody who takes its files finds them. */
  raw(): Promise<Buffer>
  close(): Promise<void>
}

const now = () => new Date('2026-11-21T09:00:00.000Z')

/** What every implementation of the port promises. */
export function describeShredStore(name: string, make: () => Promise<ShredStoreUnderTest>): void {
  describe(`${name} keeps keys`, () => {
    let made: ShredStoreUnderTest
    let store: ShredStore
    beforeAll(async () => {
      made = await make()
      store = made.store
    })
    afterAll(() => made.close())

    const keep = async (count: number, from = store) => {
      const taken = Array.from({ length: count }, () => from.take(now()))
      await from.flush(taken.map(({ reference }) => reference))
      return taken
    }

    test('that are all different, and found by their reference until they are destroyed', async () => {
      const taken = await keep(200)
      expect(
        new Set(taken.flatMap(({ reference, key }) => [reference.toString('hex'), key.toString('hex')])).size,
      ).toBe(400)
      for (const { reference, key } of taken) {
        expect([reference.length, key.length]).toEqual([referenceBytes, keyBytes])
        expect(await store.read(reference)).toEqual(key)
      }
      const [first, ...others] = taken
      await store.destroy([first?.reference ?? Buffer.alloc(0)])
      expect(await store.read(first?.reference ?? Buffer.alloc(referenceBytes))).toBeNull()
      for (const { reference, key } of others) expect(await store.read(reference)).toEqual(key)
    })

    test('that another process finds and destroys, and that are then found by nobody', async () => {
      const other = await made.another()
      const [mine] = await keep(1)
      const [theirs] = await keep(1, other)
      if (mine === undefined || theirs === undefined) throw new Error('no keys were taken')
      expect(await other.read(mine.reference)).toEqual(mine.key)
      expect(await store.read(theirs.reference)).toEqual(theirs.key)
      await other.destroy([mine.reference])
      await store.destroy([theirs.reference])
      for (const reader of [store, other])
        for (const { reference } of [mine, theirs]) expect(await reader.read(reference)).toBeNull()
      await other.close()
    })

    test('that two processes take at once without meeting', async () => {
      const other = await made.another()
      const all = (await Promise.all([keep(700), keep(700, other), keep(700), keep(700, other)])).flat()
      expect(new Set(all.map(({ reference }) => reference.toString('hex'))).size).toBe(2800)
      for (const { reference, key } of all) expect((await store.read(reference))?.equals(key)).toBe(true)
      await store.destroy(all.map(({ reference }) => reference))
      await other.close()
    })

    test('of which nothing remains in its files once they are destroyed and tidied; the others remain', async () => {
      const kept = await keep(20)
      const ended = await keep(20)
      const before = await made.raw()
      // A search that finds nothing would prove nothing.
      for (const { key } of [...kept, ...ended]) expect(before.includes(key)).toBe(true)
      await store.destroy(ended.map(({ reference }) => reference))
      await store.tidy()
      const after = await made.raw()
      for (const { key } of ended) expect(after.includes(key)).toBe(false)
      for (const { key, reference } of kept) {
        expect(after.includes(key)).toBe(true)
        expect(await store.read(reference)).toEqual(key)
      }
    })

    test('and lists those that were taken before a time, so that forgotten ones can be destroyed', async () => {
      const early = new Date('2026-11-20T09:00:00.000Z')
      const old = store.take(early)
      await store.flush([old.reference])
      const [young] = await keep(1)
      const listed = (await Array.fromAsync(store.listOlderThan(new Date('2026-11-20T10:00:00.000Z')))).flat()
      expect(listed.some(({ reference }) => reference.equals(old.reference))).toBe(true)
      expect(listed.some(({ reference }) => young === undefined || reference.equals(young.reference))).toBe(false)
    })

    test('whose destruction twice, or of what never was, harms nothing', async () => {
      const [one, other] = await keep(2)
      if (one === undefined || other === undefined) throw new Error('no keys were taken')
      await store.destroy([one.reference, one.reference, Buffer.alloc(referenceBytes, 7)])
      await store.destroy([one.reference])
      expect(await store.read(other.reference)).toEqual(other.key)
      expect(await store.read(Buffer.alloc(referenceBytes, 7))).toBeNull()
    })

    test('and counts them', async () => {
      const before = await store.tidy()
      const taken = await keep(3)
      expect((await store.tidy()).used).toBe(before.used + 3)
      await store.destroy(taken.map(({ reference }) => reference))
      expect((await store.tidy()).used).toBe(before.used)
    })
  })
}
