import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newId } from '../../../test/harness/identifiers.ts'
import { createTestDeps, type TestDeps } from '../../../test/harness/test-deps.ts'
import { AppError } from '../../lib/errors/app-error.ts'
import type { Tx } from '../database/database.ts'
import { createTransitKey } from '../transit/transit-key.ts'
import type { ShredStore } from './shred-store.ts'
import { acceptOtherKeys, requireSameKeys } from './require-same-keys.ts'
import { createShred, referenceIn, type Shred } from './shred.ts'
import { sweepKeys, type ShredJobDeps } from './shred-jobs.ts'

let deps: TestDeps
let shred: Shred
const context = 'copies.share:1'
const plain = Buffer.from('a server share')
beforeAll(async () => {
  deps = await createTestDeps()
  shred = deps.shred
})
afterAll(() => deps.close())

const within = <Result>(work: (tx: Tx) => Promise<Result>) => deps.database.withOrganisation(newId(), work)
const seal = (at = context) => within(async (tx) => shred.take(tx).seal(plain, at))
const keyOf = (sealed: Uint8Array) => deps.shredStore.read(referenceIn(sealed) ?? Buffer.alloc(24))
const failureOf = (work: Promise<unknown>) =>
  work.then(
    () => 'none',
    (error: unknown) => (error instanceof AppError ? error.code : String(error)),
  )

describe('a sealed value', () => {
  test('is opened in its own context only, and with nothing changed', async () => {
    const sealed = await seal()
    expect(await shred.open(sealed, context)).toEqual(plain)
    expect(sealed.includes(plain)).toBe(false)
    expect(await failureOf(shred.open(sealed, 'copies.share:2'))).toBe('transit.damaged')
    for (const at of [25, 40, sealed.length - 1]) {
      const changed = Buffer.from(sealed)
      changed[at] = (changed[at] ?? 0) ^ 1
      expect(await failureOf(shred.open(changed, context))).toBe('transit.damaged')
    }
    expect(await failureOf(shred.open(sealed.subarray(0, 40), context))).toBe('transit.damaged')
  })

  test('takes the server’s secret and the key: neither opens it alone', async () => {
    const sealed = await seal()
    const others = { store: deps.shredStore, transit: createTransitKey(randomBytes(32)) }
    expect(await failureOf(createShred({ ...deps, ...others }).open(sealed, context))).toBe('transit.damaged')
    expect(() => deps.transit.open(sealed, context)).toThrow('transit.damaged')
    const key = (await keyOf(sealed)) ?? Buffer.alloc(32)
    expect(deps.transit.combine(key, context).equals(deps.transit.combine(key, 'copies.share:2'))).toBe(false)
    expect(deps.transit.combine(key, context).equals(deps.transit.combine(Buffer.alloc(32), context))).toBe(false)
  })

  test('that version 0.1.0 wrote under the transit key alone is still opened', async () => {
    const old = deps.transit.seal(plain, context)
    expect(await shred.open(old, context)).toEqual(plain)
    expect(await shred.holds(old)).toBe(true)
  })

  test('opens never again once its key has ended, and says so', async () => {
    const sealed = await seal()
    await within(async (tx) => shred.end(tx, [sealed, null, deps.transit.seal(plain, context)]))
    expect(await failureOf(shred.open(sealed, context))).toBe('shred.gone')
    expect(await shred.holds(sealed)).toBe(false)
  })
})

test('the keys of many large mailings that expire on one day end together', async () => {
  const sealed = await seal()
  await within(async (tx) =>
    shred.end(
      tx,
      Array.from({ length: 250_000 }, () => sealed),
    ),
  )
  expect(await shred.holds(sealed)).toBe(false)
})

describe('the key of a transaction', () => {
  test('is durable before the commit: the transaction fails when it cannot be, and keeps nothing', async () => {
    const order: string[] = []
    const store: ShredStore = {
      ...deps.shredStore,
      id: deps.shredStore.id,
      lingersUntilTidy: false,
      take: (now) => deps.shredStore.take(now),
      read: (reference) => deps.shredStore.read(reference),
      async flush(references) {
        order.push(`flush ${references.length}`)
        throw new AppError('unavailable', 'shred.unavailable', 'The disk is full.')
      },
      destroy: async (references) => void order.push(`destroy ${references.length}`),
    }
    const failing = createShred({ ...deps, store })
    const work = within(async (tx) => {
      failing.take(tx).seal(plain, context)
      failing.take(tx).seal(plain, context)
      await sql`create table sealpost_never (id int)`.execute(tx).catch(() => undefined)
      order.push('work')
    })
    expect(await failureOf(work)).toBe('shred.unavailable')
    expect(order).toEqual(['work', 'flush 2', 'destroy 2'])
    expect(deps.logLines.some((line) => line.includes('shred.not-kept'))).toBe(true)
  })

  test('is gone when the transaction is rolled back', async () => {
    let sealed: Buffer = Buffer.alloc(0)
    const work = within(async (tx) => {
      sealed = shred.take(tx).seal(plain, context)
      throw new AppError('refused', 'test.refused', 'No.')
    })
    expect(await failureOf(work)).toBe('test.refused')
    expect(await keyOf(sealed)).toBeNull()
  })

  test('that ends in a transaction which is rolled back stays', async () => {
    const sealed = await seal()
    const work = within(async (tx) => {
      shred.end(tx, [sealed])
      throw new AppError('refused', 'test.refused', 'No.')
    })
    expect(await failureOf(work)).toBe('test.refused')
    expect(await shred.open(sealed, context)).toEqual(plain)
  })

  test('stays when the connection was lost in the commit: the row may be there', async () => {
    let sealed: Buffer = Buffer.alloc(0)
    const work = within(async (tx) => {
      sealed = shred.take(tx).seal(plain, context)
      const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(tx)
      // The server ends the connection when it next hears from it: at the commit.
      await deps.database.ownerPool.query('select pg_terminate_backend($1)', [rows[0]?.pid])
    })
    expect(await failureOf(work)).not.toBe('none')
    expect(await keyOf(sealed)).not.toBeNull()
  })

  test('cannot be taken outside of one', () => {
    expect(() => shred.take(deps.shredStore as unknown as Tx)).toThrow('the transaction itself')
  })
})

describe('the sweep', () => {
  const jobDeps = (known: readonly Buffer[]): ShredJobDeps => ({
    ...deps,
    store: deps.shredStore,
    owners: [async () => [], async (_tx, candidates) => candidates.filter((one) => known.some((k) => k.equals(one)))],
  })
  const references = (...sealed: Buffer[]) => sealed.map((one) => referenceIn(one) ?? Buffer.alloc(24))

  test('destroys what no row refers to, and neither what one does nor what is young', async () => {
    await deps.database.ownerPool.query(
      `insert into sealpost.installation (secret_check) values ('x') on conflict do nothing`,
    )
    await deps.database.ownerPool.query(`update sealpost.installation set made_at = $1`, ['2026-01-01T00:00:00Z'])
    const [alive, forgotten] = [await seal(), await seal()]
    deps.clock.advance(3 * 3600_000)
    const young = await seal()
    expect(await sweepKeys(jobDeps(references(alive)))).toBeGreaterThan(0)
    expect(await shred.open(alive, context)).toEqual(plain)
    expect(await shred.open(young, context)).toEqual(plain)
    expect(await shred.holds(forgotten)).toBe(false)
  })

  test('leaves alone for thirty days what is older than the database, which may be about to be restored', async () => {
    const kept = await seal()
    deps.clock.advance(2 * 3600_000)
    await deps.database.ownerPool.query(`update sealpost.installation set made_at = $1`, [deps.clock.now()])
    deps.clock.advance(2 * 3600_000)
    await sweepKeys(jobDeps([]))
    expect(await shred.holds(kept)).toBe(true)
    deps.clock.advance(31 * 24 * 3600_000)
    await sweepKeys(jobDeps([]))
    expect(await shred.holds(kept)).toBe(false)
  })
})

test('a database that was used with other keys is refused, until somebody says that those are lost', async () => {
  await deps.database.ownerPool.query(
    `insert into sealpost.installation (secret_check) values ('x') on conflict do nothing`,
  )
  await requireSameKeys(deps.database, deps.shredStore)
  await requireSameKeys(deps.database, deps.shredStore)
  const others = { ...deps.shredStore, id: randomBytes(16) } as ShredStore
  expect(await failureOf(requireSameKeys(deps.database, others))).toBe('shred.not-of-this-database')
  await acceptOtherKeys(deps.database, others)
  await requireSameKeys(deps.database, others)
  expect(await failureOf(requireSameKeys(deps.database, deps.shredStore))).toBe('shred.not-of-this-database')
})
