import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  createTestAccount,
  createTestPeople,
  signInAs,
  type TestPeople,
} from '../../../../test/harness/test-accounts.ts'
import { makeAppPassword } from '../../../lib/account-keys/index.ts'
import type { OrganisationId } from '../../../lib/id/identifiers.ts'
import { lockMsFor } from './lockout.ts'

let people: TestPeople
let next = 0
beforeAll(async () => {
  people = await createTestPeople()
})
afterAll(() => people.close())

const actor = { kind: 'command', label: 'sealpost command' } as const
const locked = 'identity.locked-out'
const wrongKey = () => randomBytes(32).toString('base64url')
const newAddress = () => `10.9.${next++}.4`
const minutes = (count: number) => people.clock.advance(count * 60_000)

async function attempt(address: string, authKey: string, remoteAddress: string) {
  const payload = { address, authKey }
  const response = await people.server.inject({ method: 'POST', url: '/api/session', payload, remoteAddress })
  const { error } = response.json<{ error?: { code: string; text: string } }>()
  return { status: response.statusCode, code: error?.code ?? 'accepted', text: error?.text ?? '' }
}
const guess = async (address: string, remoteAddress: string, times = 11) => {
  for (let time = 0; time < times; time++) await attempt(address, wrongKey(), remoteAddress)
  people.clock.advance(1)
}
const entriesOf = async (organisationId: OrganisationId) => {
  const { rows } = await people.database.ownerPool.query<{ action: string; actor_kind: string; detail: object }>(
    `select action, actor_kind, detail from sealpost.audit_entries
     where organisation_id = $1 and action like 'sign-in.%' order by at, id`,
    [organisationId],
  )
  return rows
}

test.each([
  [1, 15],
  [2, 30],
  [3, 60],
  [7, 960],
  [8, 1440],
  [1000, 1440],
])('lock-out %i in a row lasts %i minutes', (times, lasting) => {
  expect(lockMsFor(times)).toBe(lasting * 60_000)
})

describe('a locked internet address', () => {
  test('is refused with the right password too, in words that say why, how long and who helps', async () => {
    const { account, keys, organisationId } = await createTestAccount(people)
    const home = newAddress()
    await signInAs(people.server, account.address, { remoteAddress: home })
    await guess(account.address, home)
    const refused = await attempt(account.address, keys.authKey, home)
    expect(refused).toMatchObject({ status: 429, code: locked })
    expect(refused.text).toBe(
      `Too many wrong passwords: your internet address ${home} is locked for 15 minutes. ` +
        'Correct the password on all your devices; ask your administrator to unlock it sooner.',
    )
    const network = home.replace(/4$/, '0/24')
    expect(await entriesOf(organisationId)).toEqual([
      { action: 'sign-in.locked-out', actor_kind: 'system', detail: { network } },
    ])
  })

  test('is refused to mail programs, mail servers and recovery codes in the same words', async () => {
    const { account, organisationId, accountIdentity } = await createTestAccount(people)
    const { text, registration } = await makeAppPassword(accountIdentity)
    const made = { organisationId, accountId: account.id, name: 'Thunderbird', ...registration, actor }
    await people.database.withOrganisation(organisationId, (tx) => people.identity.addAppPassword(tx, made))
    const remoteAddress = newAddress()
    await guess(account.address, remoteAddress)
    const web = await attempt(account.address, wrongKey(), remoteAddress)
    const program = people.identity.checkAppPassword({ user: account.address, password: text, remoteAddress })
    await expect(program).rejects.toMatchObject({ code: locked, publicText: web.text })
    const relay = people.identity.checkRelay({ user: 'relay-12345678@x.example', password: text, remoteAddress })
    await expect(relay).rejects.toMatchObject({ code: locked, publicText: web.text })
    const payload = { address: account.address, codeAuthKey: wrongKey() }
    const recovery = await people.server.inject({ method: 'POST', url: '/api/recovery', payload, remoteAddress })
    expect(recovery.json()).toMatchObject({ error: { code: locked } })
  })

  test('locks nobody else: not the neighbour in its network, nor the account elsewhere', async () => {
    const [one, other] = [await createTestAccount(people), await createTestAccount(people)]
    const remoteAddress = newAddress()
    await guess(one.account.address, remoteAddress)
    expect((await attempt(other.account.address, other.keys.authKey, remoteAddress)).code).toBe(locked)
    const neighbour = remoteAddress.replace(/4$/, '5')
    expect((await attempt(other.account.address, other.keys.authKey, neighbour)).code).toBe('accepted')
    expect((await attempt(one.account.address, one.keys.authKey, newAddress())).code).toBe('accepted')
  })

  test('opens by itself after its time, and is locked for longer the next time', async () => {
    const { account, keys } = await createTestAccount(people)
    const remoteAddress = newAddress()
    await guess(account.address, remoteAddress)
    minutes(14)
    expect((await attempt(account.address, keys.authKey, remoteAddress)).text).toContain('for a minute')
    people.clock.advance(60_000 - 1)
    await guess(account.address, remoteAddress, 9)
    expect((await attempt(account.address, wrongKey(), remoteAddress)).code).not.toBe(locked)
    expect((await attempt(account.address, keys.authKey, remoteAddress)).text).toContain('for 30 minutes')
    minutes(30)
    expect((await attempt(account.address, keys.authKey, remoteAddress)).code).toBe('accepted')
  })

  test('of IPv6 is the /64 from which one line picks freely; many names lock it as well as one', async () => {
    const { account, keys } = await createTestAccount(people)
    const office = '2001:db8:7:1::5'
    await signInAs(people.server, account.address, { remoteAddress: office })
    for (let name = 0; name < 31; name++) await attempt(`n${name}@x.example`, wrongKey(), `2001:db8:7:1::${name}`)
    const refused = await attempt(account.address, keys.authKey, office)
    expect(refused).toMatchObject({ code: locked, text: expect.stringContaining('2001:db8:7:1::/64') })
    expect((await attempt(account.address, keys.authKey, '2001:db8:7:2::5')).code).toBe('accepted')
    expect(await people.identity.unlock({ address: '2001:db8:7:1::99', actor })).toEqual(['2001:db8:7:1::/64'])
  })

  test('is not one where an old device keeps trying the last password', async () => {
    const { account, keys } = await createTestAccount(people)
    const remoteAddress = newAddress()
    const old = { user: account.address, password: 'the password before', remoteAddress }
    for (let time = 0; time < 40; time++)
      expect(await people.identity.checkAppPassword(old)).toEqual({ accepted: false, reason: 'wrong' })
    expect((await attempt(account.address, keys.authKey, remoteAddress)).code).toBe('accepted')
    expect(await people.identity.lockouts()).not.toContainEqual(
      expect.objectContaining({ internetAddress: remoteAddress }),
    )
  })

  test('is locked once by many attempts at the same moment', async () => {
    const { account, organisationId } = await createTestAccount(people)
    const remoteAddress = newAddress()
    await guess(account.address, remoteAddress, 10)
    await Promise.all(Array.from({ length: 20 }, () => attempt(account.address, wrongKey(), remoteAddress)))
    expect(await entriesOf(organisationId)).toHaveLength(1)
    const { endsAt, lockedAt } = (await people.identity.lockouts())[0] ?? { endsAt: new Date(0), lockedAt: new Date(0) }
    expect(endsAt.getTime() - lockedAt.getTime()).toBe(15 * 60_000)
  })
})

describe('an administrator', () => {
  test('sees locked addresses and lifts one, on record; its failures are forgotten', async () => {
    const { account, keys, organisationId } = await createTestAccount(people)
    const internetAddress = newAddress()
    await guess(account.address, internetAddress)
    expect(await people.identity.lockouts()).toContainEqual(expect.objectContaining({ internetAddress }))
    expect(await people.identity.unlock({ address: internetAddress, actor })).toEqual([internetAddress])
    expect(await people.identity.lockouts()).not.toContainEqual(expect.objectContaining({ internetAddress }))
    expect((await attempt(account.address, keys.authKey, internetAddress)).code).toBe('accepted')
    const [, unlocked] = await entriesOf(organisationId)
    expect(unlocked).toMatchObject({ action: 'sign-in.unlocked', actor_kind: 'command' })
  })

  test('finds it by the account of who calls, also when a colleague mistyped', async () => {
    const [typist, caller] = [await createTestAccount(people), await createTestAccount(people)]
    const office = newAddress()
    await guess(typist.account.address, office)
    await attempt(caller.account.address, caller.keys.authKey, office)
    const address = caller.account.address.toUpperCase()
    expect(await people.identity.unlock({ address, actor })).toEqual([office])
    expect((await entriesOf(caller.organisationId)).map(({ action }) => action)).toEqual(['sign-in.unlocked'])
    expect((await entriesOf(typist.organisationId)).map(({ action }) => action)).toEqual([
      'sign-in.locked-out',
      'sign-in.unlocked',
    ])
  })

  test.each(['10.200.0.1', 'nobody@x.example', 'nonsense', ''])('is told when %j is not locked', async (address) => {
    await expect(people.identity.unlock({ address, actor })).rejects.toMatchObject({ code: 'identity.not-locked-out' })
  })
})

test('a lock-out leaves keyed hashes and a sealed address, and those for a day after its end', async () => {
  const { account } = await createTestAccount(people)
  const remoteAddress = newAddress()
  await guess(account.address, remoteAddress)
  const read = async () => {
    const { rows } = await people.database.ownerPool.query<{ row: string }>(
      `select l::text as row from sealpost.sign_in_lockouts l union all select n::text from sealpost.sign_in_lockout_names n`,
    )
    return rows
  }
  const text = JSON.stringify(await read())
  expect(text).not.toContain(remoteAddress)
  expect(text).not.toContain(Buffer.from(remoteAddress).toString('hex'))
  expect(text).not.toContain(Buffer.from(account.address).toString('hex'))
  minutes(24 * 60 + 16)
  minutes(24 * 60)
  await people.identity.jobs[0]?.run({})
  expect(await read()).toEqual([])
})
