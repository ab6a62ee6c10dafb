import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestDelivery, type TestDelivery } from '../../../../test/harness/test-delivery.ts'
import { ClaimKeeper } from './claim-keeper.ts'
import { claimMail } from './store.ts'

let world: TestDelivery
beforeAll(async () => {
  world = await createTestDelivery()
})
afterAll(() => world.close())

test('a claim whose answer was lost runs out while the process goes on renewing the ones it holds', async () => {
  const { database, clock } = world.deps
  const keeper = new ClaimKeeper({ ...world.deps, holder: randomUUID() })
  const [held, lost] = [await world.queue({}), await world.queue({})]
  for (const id of [held, lost])
    await database.withOrganisation(world.organisationId, (tx) => claimMail(tx, id, keeper.newClaim()))
  keeper.hold(held)
  clock.advance(20_000)
  await keeper.renew()
  clock.advance(20_000)
  const { rows } = await database.withOrganisation(world.organisationId, (tx) =>
    sql<{ id: string }>`select id from outgoing_mails where claimed_until > ${clock.now()}`.execute(tx),
  )
  keeper.release(held)
  expect(rows).toEqual([{ id: held }])
})
