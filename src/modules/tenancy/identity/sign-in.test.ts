import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  cheapArgon2id,
  createTestAccount,
  createTestPeople,
  signInAs,
  testPassword,
  type TestPeople,
} from '../../../../test/harness/test-accounts.ts'
import { deriveLogin, unlockAccount, unlockMailbox } from '../../../lib/account-keys/index.ts'
import { recipientOf } from '../../../platform/age/index.ts'
import type { SessionView, SignedInView } from '../../../contract/identity.ts'

let people: TestPeople
beforeAll(async () => {
  people = await createTestPeople({ SEALPOST_PUBLIC_URL: 'https://mail.praxis.example' })
})
afterAll(() => people.close())

const post = (url: string, payload: object, headers: Record<string, string> = {}) =>
  people.server.inject({ method: 'POST', url, payload, headers, remoteAddress: '198.51.100.7' })
const saltOf = async (address: string) => (await post('/api/session/salt', { address })).json<{ salt: string }>()
const wrongKey = () => randomBytes(32).toString('base64url')
const get = (url: string, cookie: string) => people.server.inject({ url, headers: { cookie } })
const minute = 60_000

describe('signing in', () => {
  test('gives the browser what it needs to open account and mailbox by itself', async () => {
    const { account, accountIdentity, mailbox } = await createTestAccount(people)
    const { salt } = await saltOf(account.address)
    const login = await deriveLogin(testPassword, salt, cheapArgon2id)
    const response = await post('/api/session', { address: account.address.toUpperCase(), authKey: login.authKey })
    expect(response.statusCode).toBe(200)
    const view = response.json<SignedInView>()
    expect(view).toMatchObject({ account: { id: account.id, address: account.address }, idleMinutes: 30 })
    expect(view).toMatchObject({ recoveryCodesLeft: 0, settings: { expiryDays: 30, maxExpiryDays: 365 } })
    expect(view.mailProgram).toEqual({ host: 'mail.praxis.example', tlsPort: 2465, startTlsPort: 2587 })
    const identity = await unlockAccount(login, view.wrappedIdentity)
    expect(identity).toBe(accountIdentity)
    const mailboxIdentity = await unlockMailbox(identity, view.mailboxes[0]?.sealedIdentity ?? '')
    expect(recipientOf(mailboxIdentity)).toBe(mailbox.recipient)
  })

  test('sets a cookie that scripts, other sites and plain connections never see', async () => {
    const { account } = await createTestAccount(people)
    const { salt } = await saltOf(account.address)
    const { authKey } = await deriveLogin(testPassword, salt, cheapArgon2id)
    const response = await post('/api/session', { address: account.address, authKey })
    const cookie = String(response.headers['set-cookie'])
    expect(cookie).toMatch(/^__Host-sealpost_session=[\w-]{43}; Path=\/; HttpOnly; Secure; SameSite=Strict$/)
    expect(response.headers['cache-control']).toBe('no-store')
  })

  test('answers an unknown address exactly like a wrong password', async () => {
    const { account } = await createTestAccount(people)
    const known = await post('/api/session', { address: account.address, authKey: wrongKey() })
    const unknown = await post('/api/session', { address: `no.${account.address}`, authKey: wrongKey() })
    expect(known.statusCode).toBe(403)
    expect(unknown.statusCode).toBe(known.statusCode)
    expect(unknown.body).toBe(known.body)
    expect(known.json()).toMatchObject({ error: { code: 'identity.sign-in-refused' } })
    expect(unknown.headers['set-cookie']).toBeUndefined()
  })

  test('gives an unknown address a salt that stays, whatever its spelling, and differs from others', async () => {
    const first = await saltOf('nobody@praxis.example')
    expect(first.salt).toHaveLength(22)
    expect(await saltOf('NOBODY@Praxis.Example')).toEqual(first)
    expect((await saltOf('nobody2@praxis.example')).salt).not.toBe(first.salt)
  })

  test('is refused for a closed account, and its sessions end', async () => {
    const { account, organisationId } = await createTestAccount(people)
    const cookie = await signInAs(people.server, account.address)
    const actor = { kind: 'command' } as const
    await people.database.withOrganisation(organisationId, (tx) =>
      people.identity.closeAccount(tx, { organisationId, accountId: account.id, actor }),
    )
    expect((await get('/api/session', cookie)).statusCode).toBe(401)
    await expect(signInAs(people.server, account.address)).rejects.toThrow('403')
  })

  test.each([
    {},
    { address: 'x', authKey: wrongKey() },
    { address: 'anna@praxis.example', authKey: 'short' },
    { address: `${'a'.repeat(300)}@praxis.example`, authKey: wrongKey() },
    { address: 'anna@praxis.example', authKey: 'x'.repeat(5000) },
    { address: { $ne: '' }, authKey: wrongKey() },
  ])('refuses input of another form or size, case %#', async (payload) => {
    expect((await post('/api/session', payload)).statusCode).toBe(400)
  })

  test('refuses a body larger than the server takes', async () => {
    expect((await post('/api/session', { address: 'x'.repeat(1_100_000) })).statusCode).toBe(413)
  })

  test('is refused for a page of another site', async () => {
    const { account } = await createTestAccount(people)
    const payload = { address: account.address, authKey: wrongKey() }
    expect((await post('/api/session', payload, { 'sec-fetch-site': 'cross-site' })).json()).toMatchObject({
      error: { code: 'http.cross-site' },
    })
  })
})

describe('a session', () => {
  test('is shown to its owner, with the same share as long as it lives', async () => {
    const { account } = await createTestAccount(people)
    const cookie = await signInAs(people.server, account.address)
    const first = (await get('/api/session', cookie)).json<SessionView>()
    expect(first.account.address).toBe(account.address)
    expect((await get('/api/session', cookie)).json<SessionView>().sessionShare).toBe(first.sessionShare)
    const other = await signInAs(people.server, account.address)
    expect((await get('/api/session', other)).json<SessionView>().sessionShare).not.toBe(first.sessionShare)
  })

  test('slides with use, and ends after 30 idle minutes', async () => {
    const { account } = await createTestAccount(people)
    const cookie = await signInAs(people.server, account.address)
    for (let round = 0; round < 3; round++) {
      people.clock.advance(29 * minute)
      expect((await get('/api/session', cookie)).statusCode).toBe(200)
    }
    people.clock.advance(30 * minute)
    const response = await get('/api/session', cookie)
    expect(response.statusCode).toBe(401)
    expect(response.json()).toMatchObject({ error: { code: 'identity.signed-out' } })
  })

  test('ends after 12 hours however busy it is', async () => {
    const { account } = await createTestAccount(people)
    const cookie = await signInAs(people.server, account.address)
    for (let passed = 0; passed < 12 * 60 - 20; passed += 20) {
      people.clock.advance(20 * minute)
      expect((await get('/api/session', cookie)).statusCode).toBe(200)
    }
    people.clock.advance(20 * minute)
    expect((await get('/api/session', cookie)).statusCode).toBe(401)
  })

  test('that ended in any way leaves no share behind', async () => {
    const { account, organisationId } = await createTestAccount(people)
    const signedOut = await signInAs(people.server, account.address)
    const idle = await signInAs(people.server, account.address)
    await people.server.inject({ method: 'DELETE', url: '/api/session', headers: { cookie: signedOut } })
    const forgotten = await signInAs(people.server, account.address)
    people.clock.advance(31 * minute)
    await get('/api/session', idle)
    await people.identity.jobs[0]?.run({})
    const { rows } = await people.database.ownerPool.query(
      'select count(*)::int as all, count(share)::int as shares, count(ended_at)::int as ended from sealpost.sessions where organisation_id = $1',
      [organisationId],
    )
    expect(rows).toEqual([{ all: 3, shares: 0, ended: 3 }])
    expect((await get('/api/session', forgotten)).statusCode).toBe(401)
  })

  test('is listed with its device, and each can be ended by its owner', async () => {
    const { account } = await createTestAccount(people)
    const phone = await signInAs(people.server, account.address, {
      userAgent: 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Mobile Safari/604.1',
    })
    people.clock.advance(1000)
    const cookie = await signInAs(people.server, account.address)
    const list = async () =>
      (await get('/api/sessions', cookie)).json<{ sessions: { id: string; device: string; current: boolean }[] }>()
    const { sessions } = await list()
    expect(sessions.map(({ device, current }) => [device, current])).toEqual([
      ['Firefox on Windows', true],
      ['Safari on iPhone', false],
    ])
    const url = `/api/sessions/${sessions[1]?.id ?? ''}`
    const ended = await people.server.inject({ method: 'DELETE', url, headers: { cookie } })
    expect(ended.json()).toEqual({ done: true })
    expect((await get('/api/session', phone)).statusCode).toBe(401)
    expect((await list()).sessions).toHaveLength(1)
    const again = await people.server.inject({ method: 'DELETE', url, headers: { cookie } })
    expect(again.json()).toMatchObject({ error: { code: 'identity.session-unknown' } })
  })

  test('of somebody else cannot be ended, neither in the same nor in another organisation', async () => {
    const victim = await createTestAccount(people, { localPart: 'victim' })
    const victimCookie = await signInAs(people.server, victim.account.address)
    const { sessions } = (await get('/api/sessions', victimCookie)).json<{ sessions: { id: string }[] }>()
    const domain = victim.account.address.split('@')[1] ?? ''
    const colleague = await createTestAccount(people, { organisationId: victim.organisationId, domain })
    const stranger = await createTestAccount(people)
    for (const { account } of [colleague, stranger]) {
      const cookie = await signInAs(people.server, account.address)
      const url = `/api/sessions/${sessions[0]?.id ?? ''}`
      expect((await people.server.inject({ method: 'DELETE', url, headers: { cookie } })).statusCode).toBe(404)
    }
    expect((await get('/api/session', victimCookie)).statusCode).toBe(200)
  })

  test.each([
    '',
    '__Host-sealpost_session=',
    '__Host-sealpost_session=abc',
    `__Host-sealpost_session=${wrongKey()}`,
    `__Host-sealpost_session=${'x'.repeat(3000)}`,
  ])('is not what a wrong cookie opens, case %#', async (cookie) => {
    for (const url of ['/api/session', '/api/sessions', '/api/account/app-passwords'])
      expect((await get(url, cookie)).statusCode).toBe(401)
  })

  test('that a neighbouring host planted is not looked at', async () => {
    const { account } = await createTestAccount(people)
    const planted = (await signInAs(people.server, account.address)).replace('__Host-', '')
    expect((await get('/api/session', planted)).statusCode).toBe(401)
  })

  test('token is stored as a hash only, and the share not in clear', async () => {
    const { account, organisationId } = await createTestAccount(people)
    const cookie = await signInAs(people.server, account.address)
    const token = Buffer.from(cookie.split('=')[1] ?? '', 'base64url')
    const { sessionShare } = (await get('/api/session', cookie)).json<SessionView>()
    const { rows } = await people.database.ownerPool.query<{ row: string }>(
      'select s::text as row from sealpost.sessions s where organisation_id = $1',
      [organisationId],
    )
    expect(rows).toHaveLength(1)
    expect(rows[0]?.row).not.toContain(token.toString('hex'))
    expect(rows[0]?.row).not.toContain(Buffer.from(sessionShare, 'base64url').toString('hex'))
  })
})
