import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  createTestAccount,
  createTestPeople,
  signInAs,
  type TestPeople,
} from '../../../../test/harness/test-accounts.ts'
import { makeAppPassword } from '../../../lib/account-keys/index.ts'
import { delayMsFor } from './attempt-gate.ts'

let people: TestPeople
let nextNetwork = 0
beforeAll(async () => {
  people = await createTestPeople()
})
afterAll(() => people.close())

const key = () => randomBytes(32).toString('base64url')
const newNetwork = () => `10.${Math.floor(nextNetwork / 250)}.${nextNetwork++ % 250}.9`
const attempt = async (address: string, authKey: string, remoteAddress: string) => {
  const response = await people.server.inject({
    method: 'POST',
    url: '/api/session',
    payload: { address, authKey },
    remoteAddress,
  })
  return response.json<{ error?: { code: string } }>().error?.code ?? 'accepted'
}
const guess = async (address: string, remoteAddress: string, times: number) => {
  const codes: string[] = []
  for (let time = 0; time < times; time++) codes.push(await attempt(address, key(), remoteAddress))
  return codes
}
const refused = 'identity.sign-in-refused'
const tooMany = 'identity.too-many-attempts'
const locked = 'identity.locked-out'

test.each([
  [0, 0],
  [4, 0],
  [5, 250],
  [6, 500],
  [9, 4000],
  [10, 8000],
  [64, 8000],
])('after %i different wrong secrets an answer takes %i ms longer', (byName, ms) => {
  expect(delayMsFor(byName)).toBe(ms)
})

describe('guessing a password', () => {
  test('gets slower, then its internet address is locked, and others are let in all the same', async () => {
    const { account, keys } = await createTestAccount(people)
    const attacker = newNetwork()
    people.pauses.length = 0
    const codes = await guess(account.address, attacker, 12)
    expect(codes).toEqual([...Array<string>(10).fill(refused), locked, locked])
    expect(people.pauses).toEqual([250, 500, 1000, 2000, 4000])
    expect(await attempt(account.address, keys.authKey, attacker)).toBe(locked)
    expect(await attempt(account.address, keys.authKey, newNetwork())).toBe('accepted')
  })

  test('from ever new networks locks nobody out and slows nobody in a network they know', async () => {
    const { account, keys } = await createTestAccount(people)
    const home = newNetwork()
    await signInAs(people.server, account.address, { remoteAddress: home })
    for (let network = 0; network < 20; network++) await guess(account.address, newNetwork(), 2)
    people.pauses.length = 0
    expect(await attempt(account.address, keys.authKey, home)).toBe('accepted')
    expect(people.pauses).toEqual([])
    expect(await attempt(account.address, keys.authKey, newNetwork())).toBe('accepted')
    expect(people.pauses).toEqual([8000])
  })

  test('of many names from one network ends in a refusal of the network, but for who signed in there before', async () => {
    const [known, unknown] = [await createTestAccount(people), await createTestAccount(people)]
    const office = '203.0.113.5'
    await signInAs(people.server, known.account.address, { remoteAddress: office })
    for (let name = 0; name < 30; name++)
      expect(await attempt(`n${name}@spray.example`, key(), `203.0.113.${name + 10}`)).toBe(refused)
    expect(await attempt('n31@spray.example', key(), office)).toBe(tooMany)
    expect(await attempt(unknown.account.address, unknown.keys.authKey, office)).toBe(tooMany)
    expect(await attempt(known.account.address, known.keys.authKey, office)).toBe('accepted')
    expect(await attempt(unknown.account.address, unknown.keys.authKey, '203.0.114.5')).toBe('accepted')
  })

  test('is forgotten with time', async () => {
    const { account, keys } = await createTestAccount(people)
    const network = newNetwork()
    await guess(account.address, network, 10)
    expect(await attempt(account.address, keys.authKey, network)).toBe(locked)
    people.clock.advance(15 * 60_000)
    expect(await attempt(account.address, keys.authKey, network)).toBe('accepted')
  })

  test('many times at once is counted all the same', async () => {
    const { account } = await createTestAccount(people)
    const network = newNetwork()
    await Promise.all(Array.from({ length: 40 }, () => attempt(account.address, key(), network)))
    expect(await attempt(account.address, key(), network)).toBe(locked)
  })

  test('leaves nothing behind but keyed hashes, and those for an hour', async () => {
    const { account } = await createTestAccount(people)
    const network = newNetwork()
    const wrong = key()
    await attempt(account.address, wrong, network)
    const read = () =>
      people.database.ownerPool.query<{ row: string }>('select f::text as row from sealpost.sign_in_failures f')
    const text = JSON.stringify((await read()).rows)
    expect(text).toContain('x')
    expect(text).not.toContain(Buffer.from(wrong, 'base64url').toString('hex'))
    expect(text).not.toContain(Buffer.from(account.address).toString('hex'))
    people.clock.advance(60 * 60_000)
    await people.identity.jobs[0]?.run({})
    expect((await read()).rows).toEqual([])
  })
})

describe('the same wrong password', () => {
  test('again and again raises nothing', async () => {
    const { account, keys } = await createTestAccount(people)
    const network = newNetwork()
    const old = key()
    people.pauses.length = 0
    for (let time = 0; time < 50; time++) expect(await attempt(account.address, old, network)).toBe(refused)
    expect(people.pauses).toEqual([])
    expect(await attempt(account.address, keys.authKey, network)).toBe('accepted')
  })

  test('of a mail program on a phone that changes networks raises nothing either', async () => {
    const { account, keys } = await createTestAccount(people)
    const login = { user: account.address, password: 'an old password' }
    for (let network = 0; network < 30; network++)
      await people.identity.checkAppPassword({ ...login, remoteAddress: newNetwork() })
    people.pauses.length = 0
    expect(await attempt(account.address, keys.authKey, newNetwork())).toBe('accepted')
    expect(people.pauses).toEqual([])
  })
})

describe('a mail program', () => {
  test('with the right app password is let in whatever its network did, but not from an internet address that is locked', async () => {
    const { account, organisationId, accountIdentity } = await createTestAccount(people)
    const { text, registration } = await makeAppPassword(accountIdentity)
    const actor = { kind: 'command' } as const
    const made = { organisationId, accountId: account.id, name: 'Thunderbird', ...registration, actor }
    await people.database.withOrganisation(organisationId, (tx) => people.identity.addAppPassword(tx, made))
    const attacker = newNetwork()
    const neighbour = attacker.replace(/9$/, '10')
    const login = (password: string, remoteAddress = attacker) =>
      people.identity.checkAppPassword({ user: account.address, password, remoteAddress })
    for (let time = 0; time < 10; time++)
      expect(await login(`wrong ${time}`)).toEqual({ accepted: false, reason: 'wrong' })
    await expect(login('wrong 11')).rejects.toMatchObject({ code: locked, temporary: true })
    await expect(login(text)).rejects.toMatchObject({ code: locked })
    expect(await login('wrong 12', neighbour)).toEqual({ accepted: false, reason: 'too-many' })
    expect(await login(text, neighbour)).toMatchObject({ accepted: true })
  })
})

test('guessing recovery codes ends in a refusal of the network', async () => {
  const { account } = await createTestAccount(people)
  const remoteAddress = newNetwork()
  const codes: string[] = []
  for (let time = 0; time < 12; time++) {
    const payload = { address: account.address, codeAuthKey: key() }
    const response = await people.server.inject({ method: 'POST', url: '/api/recovery', payload, remoteAddress })
    codes.push(response.json<{ error: { code: string } }>().error.code)
  }
  expect(new Set(codes.slice(0, 10))).toEqual(new Set(['identity.recovery-refused']))
  expect(codes.slice(10)).toEqual([locked, locked])
})
