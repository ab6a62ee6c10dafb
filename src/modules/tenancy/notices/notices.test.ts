import { afterAll, beforeAll, expect, test } from 'vitest'
import { expectTenantIsolation } from '../../../../test/harness/tenant-isolation.ts'
import {
  createTestAccount,
  createTestPeople,
  signInAs,
  type TestAccount,
  type TestPeople,
} from '../../../../test/harness/test-accounts.ts'
import { createNotices } from './index.ts'

let people: TestPeople
beforeAll(async () => {
  people = await createTestPeople()
  createNotices(people).routes(people.server)
})
afterAll(() => people.close())

async function member(isAdmin: boolean, colleagueOf?: Pick<TestAccount, 'organisationId'> & { domain: string }) {
  const { organisationId, account } = await createTestAccount(people, { ...colleagueOf, isAdmin })
  const cookie = await signInAs(people.server, account.address)
  const read = () => people.server.inject({ url: '/api/notice', headers: { cookie } })
  const write = (text: string) =>
    people.server.inject({ method: 'PUT', url: '/api/notice', payload: { text }, headers: { cookie } })
  return { organisationId, domain: account.address.split('@')[1] ?? '', read, write }
}

test('an administrator writes it, every member reads it, nobody else does', async () => {
  const [ours, theirs] = [await member(true), await member(true)]
  const colleague = await member(false, ours)
  expect((await colleague.write('x')).json()).toMatchObject({ error: { code: 'directory.admins-only' } })
  expect((await colleague.read()).json()).toMatchObject({ error: { code: 'notices.none' } })
  expect((await ours.write('Closed on Friday')).statusCode).toBe(200)
  expect((await ours.write('')).statusCode).toBe(400)
  expect((await colleague.read()).json()).toMatchObject({ text: 'Closed on Friday' })
  expect((await theirs.read()).statusCode).toBe(404)
  await expectTenantIsolation(people.database, 'notices', {
    owner: ours.organisationId,
    stranger: theirs.organisationId,
  })
})
