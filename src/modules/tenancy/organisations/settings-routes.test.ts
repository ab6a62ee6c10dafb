import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  createTestAccount,
  createTestPeople,
  signInAs,
  type TestAccount,
  type TestPeople,
} from '../../../../test/harness/test-accounts.ts'
import type { Endpoint } from '../../../contract/endpoint.ts'
import * as contract from '../../../contract/organisation.ts'
import { presets } from '../../../lib/settings/index.ts'

let people: TestPeople
let admin: TestAccount
let member: TestAccount
let neighbour: TestAccount
const cookies = new Map<TestAccount, string>()

beforeAll(async () => {
  people = await createTestPeople()
  admin = await createTestAccount(people, { isAdmin: true })
  const { organisationId, account } = admin
  const domain = account.address.split('@')[1] ?? ''
  member = await createTestAccount(people, { organisationId, domain })
  neighbour = await createTestAccount(people, { isAdmin: true })
  for (const who of [admin, member, neighbour]) cookies.set(who, await signInAs(people.server, who.account.address))
})
afterAll(() => people.close())

async function call(endpoint: Endpoint, who: TestAccount | null, body?: unknown) {
  const cookie = who === null ? undefined : cookies.get(who)
  const response = await people.server.inject({
    method: endpoint.method,
    url: endpoint.path,
    headers: {
      ...(cookie === undefined ? {} : { cookie }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { payload: JSON.stringify(body) }),
  })
  return { status: response.statusCode, body: response.json<Record<string, unknown>>() }
}
async function read(who: TestAccount): Promise<contract.OrganisationView> {
  return contract.organisationView.parse((await call(contract.readOrganisationSettings, who)).body)
}

const rule = { domain: 'klinik.example', route: 'direct', listedHosts: ['mx.klinik.example'] }
const writes = [
  [contract.changeOrganisationSettings, { expiryDays: 9 }],
  [contract.applyPreset, { preset: 'lawyers' }],
  [contract.setDomainRule, rule],
  [contract.removeDomainRule, { domain: rule.domain }],
] as const

describe('an administrator', () => {
  test('changes settings and sees everything as it is then', async () => {
    const { status, body } = await call(contract.changeOrganisationSettings, admin, { route: 'attachment' })
    expect(status).toBe(200)
    expect(body).toMatchObject({ mayChange: true, language: 'de', settings: { route: 'attachment', expiryDays: 30 } })
    expect(await read(admin)).toEqual(body)
  })

  test('applies a preset', async () => {
    const { body } = await call(contract.applyPreset, admin, { preset: 'tax-advisers' })
    expect(body).toMatchObject({ settings: { ...presets['tax-advisers'], preset: 'tax-advisers' } })
  })

  test('adds, replaces and removes a rule', async () => {
    const added = await call(contract.setDomainRule, admin, { ...rule, domain: 'Münster.example' })
    expect(added.body).toMatchObject({ domainRules: [{ ...rule, domain: 'xn--mnster-3ya.example' }] })
    const removed = await call(contract.removeDomainRule, admin, { domain: 'münster.example' })
    expect(removed.body).toMatchObject({ domainRules: [] })
    expect((await call(contract.removeDomainRule, admin, { domain: 'münster.example' })).status).toBe(404)
  })

  test('is told which field is wrong, and nothing is changed then', async () => {
    const before = await read(admin)
    const answers = [
      await call(contract.changeOrganisationSettings, admin, { expiryDays: 4, passwordDays: 0 }),
      await call(contract.changeOrganisationSettings, admin, { preset: 'doctors' }),
      await call(contract.changeOrganisationSettings, admin, { organisationId: neighbour.organisationId }),
      await call(contract.changeOrganisationSettings, admin, { maxExpiryDays: 1, expiryDays: 2 }),
      await call(contract.applyPreset, admin, { preset: 'astronauts' }),
      await call(contract.setDomainRule, admin, { ...rule, route: 'portal' }),
      await call(contract.setDomainRule, admin, { ...rule, domain: 'a b' }),
      await call(contract.setDomainRule, admin, { ...rule, domain: 'x'.repeat(300) }),
    ]
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 400))
    expect(JSON.stringify(answers[0]?.body)).toContain('passwordDays')
    expect(await read(admin)).toEqual(before)
  })

  test('changes nothing of a neighbour, who sees nothing of the change', async () => {
    const before = await read(neighbour)
    for (const [endpoint, body] of writes) expect((await call(endpoint, admin, body)).status).toBe(200)
    expect(await read(neighbour)).toEqual(before)
  })
})

describe('a member who is no administrator', () => {
  test('reads the settings and is told that they are read-only', async () => {
    const view = await read(member)
    expect(view).toEqual({ ...(await read(admin)), mayChange: false })
  })

  test.each(writes)('is refused by $path', async (endpoint, body) => {
    const before = await read(admin)
    const answer = await call(endpoint, member, body)
    expect(answer).toMatchObject({ status: 403, body: { error: { code: 'directory.admins-only' } } })
    expect(await read(admin)).toEqual(before)
  })
})

describe('nobody who is not signed in', () => {
  test.each([[contract.readOrganisationSettings, undefined], ...writes] as const)(
    'gets past $path',
    async (endpoint, body) => {
      expect((await call(endpoint, null, body)).status).toBe(401)
    },
  )
})

describe('a request too large to be one', () => {
  test('is refused', async () => {
    const coverNoteGerman = 'x'.repeat(5_000_000)
    expect((await call(contract.changeOrganisationSettings, admin, { coverNoteGerman })).status).toBe(413)
  })
})
