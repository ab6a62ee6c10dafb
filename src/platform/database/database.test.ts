import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sql } from 'kysely'
import { createTestDatabase, type TestDatabase } from '../../../test/harness/test-database.ts'
import type { OrganisationId } from '../../lib/id/identifiers.ts'
import { uuidV7 } from '../../lib/id/uuid-v7.ts'
import type { Tx } from './database.ts'

let world: TestDatabase
beforeAll(async () => {
  world = await createTestDatabase()
})
afterAll(() => world.close())

const organisationId = uuidV7<OrganisationId>(Date.now())

const insertOrganisation = (tx: Tx, name: string) =>
  sql`insert into organisations (organisation_id, name, language, created_at)
    values (${organisationId}, ${name}, 'de', now())`.execute(tx)

const isStored = async () => {
  const { rows } = await world.database.ownerPool.query(
    'select from sealpost.organisations where organisation_id = $1',
    [organisationId],
  )
  return rows.length > 0
}

describe('a transaction', () => {
  test('in which a statement failed is not taken for committed, even when the failure was caught', async () => {
    const careless = world.database.withOrganisation(organisationId, async (tx) => {
      await insertOrganisation(tx, 'Praxis')
      await sql`select 1 / 0`.execute(tx).catch(() => undefined)
      return 'done'
    })
    await expect(careless).rejects.toThrow(/transaction is aborted/)
    expect(await isStored()).toBe(false)
  })

  test('that failed leaves its connection clean for the next one', async () => {
    const failing = world.database.withOrganisation(organisationId, (tx) => sql`select 1 / 0`.execute(tx))
    await expect(failing).rejects.toThrow(/division by zero/)
    await world.database.withOrganisation(organisationId, (tx) => insertOrganisation(tx, 'Praxis'))
    expect(await isStored()).toBe(true)
  })

  test('forgets its organisation: the next one on the same connection sees nothing of it', async () => {
    const count = (tx: Tx) => sql<{ found: number }>`select count(*)::int as found from organisations`.execute(tx)
    for (let turn = 0; turn < 10; turn++) {
      const { rows } = await world.database.withoutOrganisation(count)
      expect(rows[0]?.found).toBe(0)
    }
  })
})
