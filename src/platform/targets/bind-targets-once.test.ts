import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { idOf } from '../../../test/harness/identifiers.ts'
import { createTestDeps, type TestDeps } from '../../../test/harness/test-deps.ts'
import type { OrganisationId } from '../../lib/id/identifiers.ts'
import { generateIdentity } from '../age/index.ts'
import { requireSameSecret } from '../transit/require-same-secret.ts'
import { bindTargetsOnce, type TargetTable } from './bind-targets-once.ts'
import { bindTarget } from './target-mac.ts'

/** A table of the test's own stands for those of the modules. */
const table: TargetTable = {
  kind: 'account',
  unbound: `select organisation_id, id, '' as holder, recipient from public.kept_keys where mac is null limit $1`,
  bind: `update public.kept_keys k set mac = b.mac from unnest($1::uuid[], $2::uuid[], $3::bytea[])
    b (organisation_id, id, mac) where k.organisation_id = b.organisation_id and k.id = b.id`,
}
const organisationId = idOf<OrganisationId>('019ab000-0000-7000-8000-000000000001')
const { recipient } = generateIdentity()

let deps: TestDeps
beforeAll(async () => {
  deps = await createTestDeps()
  await requireSameSecret(deps.database, deps.transit)
  await sql('create table public.kept_keys (organisation_id uuid, id uuid, recipient text, mac bytea)')
})
afterAll(() => deps.close())

const sql = async (text: string, values: readonly unknown[] = []) =>
  (await deps.database.ownerPool.query<Record<string, unknown>>(text, [...values])).rows
const mark = () => join(deps.config.dataDir, 'keys-bound')
const start = () =>
  bindTargetsOnce({ database: deps.database, transit: deps.transit, dataDir: deps.config.dataDir, log: deps.log }, [
    table,
  ])
const addRows = (count: number) =>
  sql(`insert into public.kept_keys select $1, gen_random_uuid(), $2, null from generate_series(1, $3)`, [
    organisationId,
    recipient,
    count,
  ])
const unbound = async () => (await sql('select id from public.kept_keys where mac is null')).length
const unbind = () => sql('update public.kept_keys set mac = null')

/** As an older version left it: no binding, no mark anywhere. */
beforeEach(async () => {
  await sql('truncate public.kept_keys')
  await sql('update sealpost.installation set targets_mark = null')
  await rm(mark(), { force: true })
})

describe('keys that an older version stored', () => {
  test('are bound to their rows at the first start, more than fit into one statement', async () => {
    await addRows(2501)
    await start()
    const rows = await sql('select id, mac from public.kept_keys')
    expect(rows).toHaveLength(2501)
    for (const { id, mac } of rows.slice(0, 50))
      expect(mac).toEqual(
        bindTarget(deps.transit, { kind: 'account', organisationId, id: String(id), holder: '', recipient }),
      )
    expect(await unbound()).toBe(0)
  })

  test('are bound once when processes start at the same moment', async () => {
    await addRows(10)
    await Promise.all(Array.from({ length: 5 }, start))
    expect(await unbound()).toBe(0)
  })
})

describe('whoever can write the database has nothing bound again', () => {
  beforeEach(async () => {
    await addRows(3)
    await start()
    await unbind()
  })

  test('by removing bindings', async () => {
    await start()
    expect(await unbound()).toBe(3)
  })

  test('by removing bindings and the mark in the database', async () => {
    await sql('update sealpost.installation set targets_mark = null')
    await start()
    await start()
    expect(await unbound()).toBe(3)
    expect(deps.logLines.at(-1)).toContain('targets.unbound')
  })

  test('by putting a mark of their own there', async () => {
    await sql('update sealpost.installation set targets_mark = $1', [Buffer.alloc(32, 1)])
    await start()
    expect(await unbound()).toBe(3)
  })

  test('not even on a second machine with a data folder of its own, as long as the database’s mark is there', async () => {
    await rm(mark())
    await start()
    expect(await unbound()).toBe(3)
    await sql('update sealpost.installation set targets_mark = null')
    await start()
    expect(await unbound()).toBe(3)
  })
})

test('a new database is marked at its first start, so that rows without a binding never are old ones', async () => {
  await start()
  await addRows(1)
  await sql('update sealpost.installation set targets_mark = null')
  await start()
  expect(await unbound()).toBe(1)
})

test('a mark that is missing is made again where nothing is without a binding', async () => {
  await start()
  await sql('update sealpost.installation set targets_mark = null')
  await start()
  expect(await sql('select octet_length(targets_mark) as bytes from sealpost.installation')).toEqual([{ bytes: 32 }])
})
