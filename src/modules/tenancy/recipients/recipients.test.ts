import { randomBytes, randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newId } from '../../../../test/harness/identifiers.ts'
import { expectTenantIsolation } from '../../../../test/harness/tenant-isolation.ts'
import {
  createTestAccount,
  createTestPeople,
  signInAs,
  type TestPeople,
} from '../../../../test/harness/test-accounts.ts'
import type { RecipientView } from '../../../contract/messages.ts'
import type { AccessKeyId, OrganisationId, RecipientId } from '../../../lib/id/identifiers.ts'
import type { Tx } from '../../../platform/database/database.ts'
import { createRecipients, type NewCheck, type Recipients } from './index.ts'

let people: TestPeople
let recipients: Recipients
let ours: { organisationId: OrganisationId; cookie: string }
let theirs: { organisationId: OrganisationId; cookie: string }

beforeAll(async () => {
  people = await createTestPeople()
  recipients = createRecipients(people)
  recipients.routes(people.server)
  ours = await office()
  theirs = await office()
})
afterAll(() => people.close())

async function office() {
  const { organisationId, account } = await createTestAccount(people)
  return { organisationId, cookie: await signInAs(people.server, account.address) }
}
const inOurs = <Result>(work: (tx: Tx) => Promise<Result>) =>
  people.database.withOrganisation(ours.organisationId, work)
const newAddress = () => `patient.${randomBytes(6).toString('hex')}@mail.example`
const actor = { kind: 'command' } as const
const accessCode = () =>
  ({
    check: 'access-code',
    salt: randomBytes(16).toString('base64url'),
    accessKey: randomBytes(32).toString('base64url'),
  }) as const
const setCheck = (address: string, check: NewCheck) =>
  inOurs((tx) => recipients.setCheck(tx, { organisationId: ours.organisationId, address, check, actor }))
const put = (payload: object, cookie = ours.cookie) =>
  people.server.inject({ method: 'PUT', url: '/api/recipients', payload, headers: { cookie } })
const askAccessKey = (id: string, cookie = ours.cookie) =>
  people.server.inject({ method: 'POST', url: `/api/recipients/${id}/access-key`, headers: { cookie } })
const listAs = async (cookie: string, query = '') => {
  const response = await people.server.inject({ url: `/api/recipients${query}`, headers: { cookie } })
  return response.json<{ recipients: RecipientView[] }>().recipients
}

const putRoute = (id: string, route: unknown, cookie = ours.cookie) =>
  people.server.inject({ method: 'PUT', url: `/api/recipients/${id}/route`, payload: { route }, headers: { cookie } })

describe('finding or creating recipients', () => {
  test('gives one for each mailbox, in order, and the same ones the next time', async () => {
    const [first, second] = [newAddress(), newAddress()]
    const wanted = { organisationId: ours.organisationId, addresses: [second, first, second.toUpperCase()] }
    const made = await inOurs((tx) => recipients.findOrCreate(tx, wanted))
    expect(made.map(({ address }) => address)).toEqual([second, first])
    expect(made[0]).toMatchObject({ check: null, maskedNumber: null, accessKeyId: null, lockedAt: null, route: null })
    expect(await inOurs((tx) => recipients.findOrCreate(tx, wanted))).toEqual(made)
  })

  test('by many messages at the same moment makes each recipient once', async () => {
    const addresses = Array.from({ length: 20 }, newAddress)
    const rounds = await Promise.all(
      Array.from({ length: 6 }, (_, round) =>
        inOurs((tx) =>
          recipients.findOrCreate(tx, {
            organisationId: ours.organisationId,
            addresses: round % 2 === 0 ? addresses : addresses.toReversed(),
          }),
        ),
      ),
    )
    const ids = rounds.map((made) => made.map(({ id }) => id).toSorted())
    for (const each of ids) expect(each).toEqual(ids[0])
  })

  test('is followed by reading several by identifier, and only those of the organisation', async () => {
    const [first, second] = [
      await setCheck(newAddress(), { check: 'email' }),
      await setCheck(newAddress(), accessCode()),
    ]
    const read = await inOurs((tx) => recipients.getRecipients(tx, [second.id, first.id, newId()]))
    expect(new Set(read)).toEqual(new Set([first, second]))
    const foreign = await people.database.withOrganisation(theirs.organisationId, (tx) =>
      recipients.getRecipients(tx, [first.id]),
    )
    expect(foreign).toEqual([])
  })

  test('keeps organisations apart', async () => {
    const address = newAddress()
    const [mine] = await inOurs((tx) =>
      recipients.findOrCreate(tx, { organisationId: ours.organisationId, addresses: [address] }),
    )
    const { organisationId } = theirs
    const [other] = await people.database.withOrganisation(organisationId, (tx) =>
      recipients.findOrCreate(tx, { organisationId, addresses: [address] }),
    )
    expect(other?.id).not.toBe(mine?.id)
  })

  test.each(['nobody', 'a b@mail.example', ''])('refuses %j', async (address) => {
    const wanted = { organisationId: ours.organisationId, addresses: [newAddress(), address] }
    await expect(inOurs((tx) => recipients.findOrCreate(tx, wanted))).rejects.toMatchObject({
      code: 'recipients.address-invalid',
    })
  })
})

describe('a check by SMS', () => {
  test('keeps the number where only the server secret opens it', async () => {
    const made = await setCheck(newAddress(), { check: 'sms', number: '+49 151 23456789' })
    expect(made).toMatchObject({ check: 'sms', maskedNumber: '+49151****89' })
    expect(await inOurs((tx) => recipients.numberOf(tx, made.id))).toBe('+4915123456789')
    const { rows } = await people.database.ownerPool.query<{ row: string }>(
      'select r::text as row from sealpost.recipients r where id = $1',
      [made.id],
    )
    expect(rows[0]?.row).not.toMatch(/23456|15123/)
  })

  test('cannot be moved to another recipient inside the database', async () => {
    const [first, second] = [
      await setCheck(newAddress(), { check: 'sms', number: '+4915123456789' }),
      await setCheck(newAddress(), { check: 'sms', number: '+4915123456780' }),
    ]
    await people.database.ownerPool.query(
      'update sealpost.recipients set sealed_number = (select sealed_number from sealpost.recipients where id = $1) where id = $2',
      [first.id, second.id],
    )
    await expect(inOurs((tx) => recipients.numberOf(tx, second.id))).rejects.toMatchObject({ code: 'transit.damaged' })
  })

  test.each([
    ['0151', 'recipients.number-national-form'],
    ['030 901820', 'recipients.number-cannot-receive-texts'],
    ['+49 30 901820', 'recipients.number-cannot-receive-texts'],
    ['+49 1', 'recipients.number-not-valid'],
    ['+48 512 345 678', 'recipients.country-not-allowed'],
  ])('is refused for %s as %s', async (number, code) => {
    const response = await put({ address: newAddress(), check: { check: 'sms', number } })
    expect(response.json()).toMatchObject({ error: { code } })
  })

  test('is taken in national form as a number of the organisation’s own country', async () => {
    const made = await setCheck(newAddress(), { check: 'sms', number: '0171 3920012' })
    expect(await inOurs((tx) => recipients.numberOf(tx, made.id))).toBe('+491713920012')
  })
})

describe('a check by access code', () => {
  test('keeps the derived key only, and gives it to the sender’s client on record', async () => {
    const check = accessCode()
    const view = (await put({ address: newAddress(), check })).json<RecipientView>()
    expect(view).toMatchObject({ check: 'access-code', maskedNumber: null, lockedAt: null })
    const given = await askAccessKey(view.id)
    expect(given.json()).toMatchObject({ accessKey: check.accessKey })
    const { rows } = await people.database.ownerPool.query(
      `select actor_kind from sealpost.audit_entries where subject_id = $1 and action = 'recipient.access-key-given'`,
      [view.id],
    )
    expect(rows).toEqual([{ actor_kind: 'account' }])
    const stored = await people.database.ownerPool.query<{ row: string }>(
      'select k::text as row from sealpost.access_keys k where recipient_id = $1',
      [view.id],
    )
    expect(stored.rows[0]?.row).not.toContain(Buffer.from(check.accessKey, 'base64url').toString('hex'))
  })

  test('that is replaced stays for the copies that were wrapped under it', async () => {
    const address = newAddress()
    const first = await setCheck(address, accessCode())
    const second = await setCheck(address, accessCode())
    expect(second.accessKeyId).not.toBe(first.accessKeyId)
    await inOurs(async (tx) => {
      expect((await recipients.accessKeyOf(tx, second.id))?.id).toBe(second.accessKeyId)
      expect((await recipients.accessKeyById(tx, first.accessKeyId ?? newId<AccessKeyId>()))?.id).toBe(
        first.accessKeyId,
      )
    })
    const third = await setCheck(address, { check: 'email' })
    await inOurs(async (tx) => {
      expect(await recipients.accessKeyOf(tx, third.id)).toBeNull()
      expect(await recipients.accessKeyById(tx, second.accessKeyId ?? newId<AccessKeyId>())).not.toBeNull()
    })
  })

  test('gives no key while the check is another one', async () => {
    const { id } = await setCheck(newAddress(), { check: 'email' })
    expect((await askAccessKey(id)).json()).toEqual({ accessKeyId: null, accessKey: null })
  })
})

describe('changing a check', () => {
  test('is audited without the number, ends trusted devices and lifts the lock', async () => {
    const address = newAddress()
    const { organisationId } = ours
    const { id } = await setCheck(address, { check: 'email' })
    const { token } = await inOurs((tx) =>
      recipients.trustDevice(tx, { organisationId, recipientId: id, check: 'sms' }),
    )
    for (let failure = 0; failure < 10; failure++) await inOurs((tx) => recipients.recordFailure(tx, id))
    people.clock.advance(1)
    expect((await put({ address, check: { check: 'sms', number: '+4915123456789' } })).json()).toMatchObject({
      id,
      lockedAt: null,
    })
    expect(await inOurs((tx) => recipients.isTrustedDevice(tx, { recipientId: id, token, check: 'sms' }))).toBe(false)
    const { rows } = await people.database.ownerPool.query<{ detail: object }>(
      `select detail from sealpost.audit_entries where subject_id = $1 and action = 'recipient.check-set' order by id`,
      [id],
    )
    expect(rows[1]?.detail).toEqual({ address, check: 'sms', before: 'email', endedDevices: 1 })
    expect(JSON.stringify(rows)).not.toContain('23456')
  })
})

describe('the route a recipient always takes', () => {
  test('is set, listed, taken back and audited; the same again changes nothing', async () => {
    const address = newAddress()
    const { id } = await setCheck(address, { check: 'email' })
    for (const route of ['attachment', 'attachment', 'direct', null]) {
      people.clock.advance(1)
      const response = await putRoute(id, route)
      expect(response.statusCode).toBe(200)
      expect(response.json()).toMatchObject({ id, address, route, check: 'email' })
      expect((await listAs(ours.cookie, `?search=${address}`))[0]).toMatchObject({ route })
    }
    const { rows } = await people.database.ownerPool.query<{ detail: object }>(
      `select detail from sealpost.audit_entries where subject_id = $1 and action = 'recipient.route-set' order by id`,
      [id],
    )
    expect(rows.map(({ detail }) => detail)).toEqual([
      { address, route: 'attachment', before: 'default' },
      { address, route: 'direct', before: 'attachment' },
      { address, route: 'default', before: 'direct' },
    ])
  })

  test('is not set by strangers, neighbours or with words that are no route', async () => {
    const { id } = await setCheck(newAddress(), { check: 'email' })
    expect((await putRoute(id, 'portal', '')).statusCode).toBe(401)
    expect((await putRoute(id, 'portal', theirs.cookie)).json()).toMatchObject({
      error: { code: 'recipients.unknown' },
    })
    expect((await putRoute(randomUUID(), 'portal')).statusCode).toBe(404)
    for (const route of ['pigeon', '', undefined, 'p'.repeat(100_000)])
      expect((await putRoute(id, route)).statusCode).toBe(400)
    expect(await inOurs((tx) => recipients.getRecipient(tx, id))).toMatchObject({ route: null })
  })
})

describe('wrong codes', () => {
  test('lock a recipient at the tenth, and only the sender lifts the lock', async () => {
    const { organisationId } = ours
    const { id, address } = await setCheck(newAddress(), { check: 'email' })
    const fail = () => inOurs((tx) => recipients.recordFailure(tx, id))
    for (let failure = 1; failure < 10; failure++) expect(await fail()).toEqual({ locked: false, justLocked: false })
    expect(await fail()).toEqual({ locked: true, justLocked: true })
    expect(await fail()).toEqual({ locked: true, justLocked: false })
    await inOurs((tx) => recipients.clearFailures(tx, id, 'email'))
    expect((await inOurs((tx) => recipients.getRecipient(tx, id))).lockedAt).not.toBeNull()
    expect((await listAs(ours.cookie, `?search=${address}`))[0]?.lockedAt).toBe(people.clock.now().toISOString())
    await inOurs((tx) => recipients.unlock(tx, { organisationId, recipientId: id, actor }))
    expect((await inOurs((tx) => recipients.getRecipient(tx, id))).lockedAt).toBeNull()
    expect(await fail()).toEqual({ locked: false, justLocked: false })
  })

  test('before a success do not count afterwards', async () => {
    const { id } = await setCheck(newAddress(), { check: 'email' })
    for (let failure = 0; failure < 9; failure++) await inOurs((tx) => recipients.recordFailure(tx, id))
    await inOurs((tx) => recipients.clearFailures(tx, id, 'email'))
    expect(await inOurs((tx) => recipients.recordFailure(tx, id))).toEqual({ locked: false, justLocked: false })
  })

  test('at the same moment are all counted', async () => {
    const { id } = await setCheck(newAddress(), { check: 'email' })
    const results = await Promise.all(
      Array.from({ length: 12 }, () => inOurs((tx) => recipients.recordFailure(tx, id))),
    )
    expect(results.filter(({ justLocked }) => justLocked)).toHaveLength(1)
    expect(results.filter(({ locked }) => locked)).toHaveLength(3)
  })
})

describe('a success', () => {
  test('at a check that is no longer the recipient’s wipes no failure out', async () => {
    const { id } = await setCheck(newAddress(), { check: 'sms', number: '+4915112345678' })
    for (let failure = 0; failure < 9; failure++) await inOurs((tx) => recipients.recordFailure(tx, id))
    await inOurs((tx) => recipients.clearFailures(tx, id, 'email'))
    expect(await inOurs((tx) => recipients.recordFailure(tx, id))).toMatchObject({ justLocked: true })
  })
})

describe('a trusted device', () => {
  const trusted = async () => {
    const { organisationId } = ours
    const { id: recipientId } = await setCheck(newAddress(), { check: 'email' })
    const check = 'sms' as const
    const { token } = await inOurs((tx) => recipients.trustDevice(tx, { organisationId, recipientId, check }))
    const isTrusted = (device: { recipientId: RecipientId; token: Uint8Array } = { recipientId, token }) =>
      inOurs((tx) => recipients.isTrustedDevice(tx, { ...device, check }))
    return { organisationId, recipientId, token, check, isTrusted }
  }

  test('counts for its recipient only, for 30 days', async () => {
    const { token, isTrusted } = await trusted()
    const other = await setCheck(newAddress(), { check: 'email' })
    expect(await isTrusted()).toBe(true)
    expect(await isTrusted({ recipientId: other.id, token })).toBe(false)
    people.clock.advance(30 * 86_400_000 - 1)
    expect(await isTrusted()).toBe(true)
    people.clock.advance(1)
    expect(await isTrusted()).toBe(false)
    await recipients.jobs[0]?.run({})
    const { rows } = await people.database.ownerPool.query(
      'select 1 from sealpost.trusted_devices where expires_at <= $1',
      [people.clock.now()],
    )
    expect(rows).toEqual([])
  })

  test('is trusted for longer when it is trusted again, and one token can serve several recipients', async () => {
    const first = await trusted()
    const other = await setCheck(newAddress(), { check: 'email' })
    people.clock.advance(29 * 86_400_000)
    await inOurs((tx) => recipients.trustDevice(tx, first))
    await inOurs((tx) => recipients.trustDevice(tx, { ...first, recipientId: other.id }))
    people.clock.advance(29 * 86_400_000)
    expect(await first.isTrusted()).toBe(true)
    expect(await first.isTrusted({ recipientId: other.id, token: first.token })).toBe(true)
    expect(await inOurs((tx) => recipients.endTrustedDevices(tx, first.recipientId))).toBe(1)
  })

  test('is forgotten on request, and the oldest when there are too many', async () => {
    const first = await trusted()
    await inOurs((tx) => recipients.forgetDevice(tx, first))
    expect(await first.isTrusted()).toBe(false)
    const second = await trusted()
    const { organisationId, recipientId } = second
    for (let more = 0; more < 20; more++) {
      people.clock.advance(1000)
      await inOurs((tx) => recipients.trustDevice(tx, { organisationId, recipientId, check: 'sms' }))
    }
    expect(await second.isTrusted()).toBe(false)
    expect(await inOurs((tx) => recipients.endTrustedDevices(tx, second.recipientId))).toBe(20)
  })
})

describe('the endpoints of recipients', () => {
  beforeAll(async () => {
    const [first, second] = [await createTestAccount(people), await createTestAccount(people)]
    ours = { organisationId: first.organisationId, cookie: await signInAs(people.server, first.account.address) }
    theirs = { organisationId: second.organisationId, cookie: await signInAs(people.server, second.account.address) }
  })

  test('list newest first, page by page, and search parts of an address without wildcards', async () => {
    for (let count = 0; count < 103; count++) {
      people.clock.advance(1)
      await setCheck(`r${count}_${count % 2 === 0 ? 'even' : 'odd'}@mail.example`, { check: 'email' })
    }
    const first = await listAs(ours.cookie)
    expect(first).toHaveLength(100)
    expect(first[0]?.address).toBe('r102_even@mail.example')
    const second = await listAs(ours.cookie, `?before=${first.at(-1)?.id ?? ''}`)
    expect(second.map(({ address }) => address)).toEqual([
      'r2_even@mail.example',
      'r1_odd@mail.example',
      'r0_even@mail.example',
    ])
    expect(await listAs(ours.cookie, '?search=_ODD')).toHaveLength(51)
    expect(await listAs(ours.cookie, '?search=%25')).toHaveLength(0)
    expect(await listAs(ours.cookie, `?search=${'x'.repeat(290)}`)).toHaveLength(0)
    expect(await listAs(ours.cookie, '?before=nonsense')).toHaveLength(100)
  })

  test('need a signed-in account', async () => {
    const answers = await Promise.all([
      people.server.inject({ url: '/api/recipients' }),
      put({ address: newAddress(), check: { check: 'email' } }, ''),
      askAccessKey(randomUUID(), ''),
    ])
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([401, 401, 401])
  })

  test('show and give nothing of another organisation', async () => {
    const { id } = await setCheck(newAddress(), accessCode())
    expect(await listAs(theirs.cookie)).toEqual([])
    const response = await askAccessKey(id, theirs.cookie)
    expect(response.statusCode).toBe(404)
    expect(response.json()).toMatchObject({ error: { code: 'recipients.unknown' } })
  })

  test.each([
    {},
    { address: 'x' },
    { address: 'p@mail.example', check: { check: 'none' } },
    { address: 'p@mail.example', check: { check: 'sms', number: '+'.repeat(1000) } },
    { address: 'p@mail.example', check: { ...accessCode(), salt: 'short' } },
    { address: 'p@mail.example', check: { ...accessCode(), accessKey: 'A'.repeat(10_000) } },
    { address: `${'p'.repeat(300)}@mail.example`, check: { check: 'email' } },
  ])('refuse input of another form or size, case %#', async (payload) => {
    expect((await put(payload)).statusCode).toBe(400)
  })

  test('refuse a derived code whose spare bits are set', async () => {
    const check = { ...accessCode(), accessKey: `${'A'.repeat(42)}B` }
    expect((await put({ address: newAddress(), check })).json()).toMatchObject({
      error: { code: 'recipients.access-key-invalid' },
    })
  })
})

test('promise 5: no table of recipients shows or takes rows across organisations', async () => {
  const { organisationId } = ours
  const { id } = await setCheck(newAddress(), accessCode())
  await inOurs((tx) => recipients.trustDevice(tx, { organisationId, recipientId: id, check: 'sms' }))
  const tenants = { owner: ours.organisationId, stranger: theirs.organisationId }
  for (const table of ['recipients', 'access_keys', 'trusted_devices'])
    await expectTenantIsolation(people.database, table, tenants)
})
