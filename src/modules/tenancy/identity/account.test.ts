import { randomBytes, randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { expectTenantIsolation } from '../../../../test/harness/tenant-isolation.ts'
import {
  cheapArgon2id,
  createTestAccount,
  createTestPeople,
  signInAs,
  testPassword,
  type TestAccount,
  type TestPeople,
} from '../../../../test/harness/test-accounts.ts'
import {
  changePassword,
  deriveLogin,
  makeAccount,
  makeAppPassword,
  makeRecoveryCodes,
  newPassword,
  parseRecoveryCode,
  unlockAccount,
  unlockWithRecoveryCode,
} from '../../../lib/account-keys/index.ts'
import type { SessionView, SignedInView } from '../../../contract/identity.ts'
import type { AccountId, OrganisationId } from '../../../lib/id/identifiers.ts'
import { isRelayUserName } from './index.ts'

let people: TestPeople
beforeAll(async () => {
  people = await createTestPeople()
})
afterAll(() => people.close())

type Method = 'GET' | 'POST' | 'DELETE'
type Response = Awaited<ReturnType<typeof call>>
const call = (method: Method, url: string, options: { cookie?: string; payload?: object } = {}) =>
  people.server.inject({
    method,
    url,
    headers: { cookie: options.cookie ?? '' },
    remoteAddress: '198.51.100.7',
    ...(options.payload === undefined ? {} : { payload: options.payload }),
  })
const codeOf = (response: Response) => response.json<{ error?: { code: string } }>().error?.code
const key = () => randomBytes(32).toString('base64url')
const wrapped = () => randomBytes(120).toString('base64url')
const actor = { kind: 'command' } as const
const secondPassword = 'copper lantern 7'

async function person() {
  const made = await createTestAccount(people)
  return { ...made, cookie: await signInAs(people.server, made.account.address) }
}
const auditOf = async (accountId: AccountId, action: string) => {
  const { rows } = await people.database.ownerPool.query<{ detail: object }>(
    'select detail from sealpost.audit_entries where action = $2 and actor_id = $1',
    [accountId, action],
  )
  return rows.map(({ detail }) => detail)
}

describe('enrolling an account', () => {
  const enrolWith = async (change: object, mailboxChange: object = {}) => {
    const { id: organisationId } = await people.directory.createOrganisation({
      name: randomUUID(),
      domain: 'enrol.example',
      actor,
    })
    const { enrolment } = await makeAccount(testPassword, cheapArgon2id)
    const keys = { ...enrolment, ...change, mailbox: { ...enrolment.mailbox, ...mailboxChange } }
    const who = {
      displayName: 'Anna',
      isAdmin: false,
      language: 'de',
      address: `${randomUUID()}@enrol.example`,
    } as const
    return people.database.withOrganisation(organisationId, (tx) =>
      people.identity.enrolAccount(tx, { organisationId, ...who, actor, keys }),
    )
  }

  test.each([
    [{ authKey: 'short' }, {}, 'identity.keys-invalid'],
    [{ salt: key() }, {}, 'identity.keys-invalid'],
    [{ wrappedIdentity: '' }, {}, 'identity.keys-invalid'],
    [{ wrappedIdentity: 'A'.repeat(20_000) }, {}, 'identity.keys-invalid'],
    [{ recipient: 'age1short' }, {}, 'identity.keys-invalid'],
    [{}, { sealedIdentity: '!' }, 'identity.keys-invalid'],
    [{}, { recipient: 'age1pq1nonsense' }, 'directory.keys-invalid'],
  ])('is refused with keys that open nothing, case %#', async (change, mailboxChange, code) => {
    await people.database.ownerPool.query(`delete from sealpost.domains where domain = 'enrol.example'`)
    await expect(enrolWith(change, mailboxChange)).rejects.toMatchObject({ code })
  })
})

test('an account can be enrolled together with its first recovery codes', async () => {
  const { organisationId, account } = await createTestAccount(people)
  const { identity, enrolment: keys } = await makeAccount(testPassword, cheapArgon2id)
  const codes = await makeRecoveryCodes(identity)
  const address = `eva@${account.address.split('@')[1] ?? ''}`
  const who = { address, displayName: 'Eva', isAdmin: false, language: 'en', actor } as const
  const recoveryCodes = codes.map(({ registration }) => registration)
  await people.database.withOrganisation(organisationId, (tx) =>
    people.identity.enrolAccount(tx, { organisationId, ...who, keys, recoveryCodes }),
  )
  const view = (
    await call('GET', '/api/session', { cookie: await signInAs(people.server, address) })
  ).json<SessionView>()
  expect(view).toMatchObject({ recoveryCodesLeft: 8, account: { language: 'en' } })
})

describe('changing the password', () => {
  const change = async ({ cookie, account, accountIdentity }: TestAccount & { cookie: string }, old = testPassword) => {
    const { salt } = (await call('POST', '/api/session/salt', { payload: { address: account.address } })).json<{
      salt: string
    }>()
    const login = await deriveLogin(old, salt, cheapArgon2id)
    const payload = await changePassword({ login, identity: accountIdentity }, secondPassword, cheapArgon2id)
    return call('POST', '/api/account/password', { cookie, payload })
  }

  test('keeps the identity and this session, and ends all others', async () => {
    const anna = await person()
    const elsewhere = await signInAs(people.server, anna.account.address)
    expect((await change(anna)).json()).toMatchObject({ done: true })
    expect((await call('GET', '/api/session', { cookie: elsewhere })).statusCode).toBe(401)
    expect((await call('GET', '/api/session', { cookie: anna.cookie })).statusCode).toBe(200)
    const { salt } = (await call('POST', '/api/session/salt', { payload: { address: anna.account.address } })).json<{
      salt: string
    }>()
    const login = await deriveLogin(secondPassword, salt, cheapArgon2id)
    const signedIn = await call('POST', '/api/session', {
      payload: { address: anna.account.address, authKey: login.authKey },
    })
    const { wrappedIdentity } = signedIn.json<SignedInView>()
    expect(await unlockAccount(login, wrappedIdentity)).toBe(anna.accountIdentity)
    await signInAs(people.server, anna.account.address, { password: secondPassword })
    await expect(signInAs(people.server, anna.account.address)).rejects.toThrow('403')
    expect(await auditOf(anna.account.id, 'account.password-changed')).toEqual([{ endedSessions: 1 }])
  })

  test('needs the old one, and a stolen session cannot try without end', async () => {
    const anna = await person()
    const codes: (string | undefined)[] = []
    for (let time = 0; time < 11; time++) codes.push(codeOf(await change(anna, `wrong password ${time}`)))
    expect(codes[0]).toBe('identity.password-wrong')
    expect(codes[10]).toBe('identity.locked-out')
    expect(await people.identity.unlock({ address: anna.account.address, actor })).toHaveLength(1)
    const still = { address: anna.account.address, authKey: anna.keys.authKey }
    const view = (await call('POST', '/api/session', { payload: still })).json<SignedInView>()
    expect(view.wrappedIdentity).toBe(anna.keys.wrappedIdentity)
  })
})

describe('recovery', () => {
  const register = async ({ cookie, keys, accountIdentity }: TestAccount & { cookie: string }) => {
    const codes = await makeRecoveryCodes(accountIdentity)
    const payload = { authKey: keys.authKey, codes: codes.map(({ registration }) => registration) }
    const response = await call('POST', '/api/account/recovery-codes', { cookie, payload })
    return { codes, response }
  }
  const start = async (address: string, typed: string) => {
    const code = await parseRecoveryCode(typed)
    const payload = { address, codeAuthKey: code?.codeAuthKey ?? '' }
    const response = await call('POST', '/api/recovery', { payload })
    return { code, response, ...response.json<{ recoveryToken: string; wrappedIdentity: string }>() }
  }
  const finish = async (recoveryToken: string, identity: string) => {
    const payload = { recoveryToken, ...(await newPassword(secondPassword, identity, cheapArgon2id)) }
    return call('POST', '/api/recovery/password', { payload })
  }

  test('opens the account with one of eight codes, uses it up and ends every session', async () => {
    const anna = await person()
    const { codes } = await register(anna)
    const started = await start(anna.account.address, codes[3]?.text ?? '')
    const identity = await unlockWithRecoveryCode(started.code, started.wrappedIdentity)
    expect(identity).toBe(anna.accountIdentity)
    expect((await finish(started.recoveryToken, identity)).json()).toMatchObject({ done: true })
    expect((await call('GET', '/api/session', { cookie: anna.cookie })).statusCode).toBe(401)
    const cookie = await signInAs(people.server, anna.account.address, { password: secondPassword })
    const view = (await call('GET', '/api/session', { cookie })).json<SessionView>()
    expect(view.recoveryCodesLeft).toBe(7)
    expect(codeOf((await start(anna.account.address, codes[3]?.text ?? '')).response)).toBe('identity.recovery-refused')
    expect((await start(anna.account.address, codes[4]?.text ?? '')).response.statusCode).toBe(200)
    expect(await auditOf(anna.account.id, 'account.recovered')).toEqual([{ endedSessions: 1 }])
  })

  test('answers an unknown address, a wrong code and the code of somebody else alike', async () => {
    const [anna, eva] = [await person(), await person()]
    const { codes } = await register(anna)
    const text = codes[0]?.text ?? ''
    const [other] = await makeRecoveryCodes('AGE')
    const answers = [
      await start(`no.${anna.account.address}`, text),
      await start(eva.account.address, text),
      await start(anna.account.address, other?.text ?? ''),
    ]
    expect(new Set(answers.map(({ response }) => response.body)).size).toBe(1)
    expect(answers.map(({ response }) => response.statusCode)).toEqual([403, 403, 403])
  })

  test('is finished once, in 15 minutes, and only by who started it last', async () => {
    const anna = await person()
    const { codes } = await register(anna)
    const [first, second] = [codes[0]?.text ?? '', codes[1]?.text ?? '']
    const outdated = await start(anna.account.address, first)
    const current = await start(anna.account.address, second)
    expect(codeOf(await finish(outdated.recoveryToken, anna.accountIdentity))).toBe('identity.recovery-expired')
    const both = await Promise.all([
      finish(current.recoveryToken, anna.accountIdentity),
      finish(current.recoveryToken, anna.accountIdentity),
    ])
    expect(new Set(both.map(({ statusCode }) => statusCode))).toEqual(new Set([200, 403]))
    const late = await start(anna.account.address, first)
    people.clock.advance(15 * 60_000)
    expect(codeOf(await finish(late.recoveryToken, anna.accountIdentity))).toBe('identity.recovery-expired')
  })

  test('codes are replaced as a whole, and only with the password', async () => {
    const anna = await person()
    const before = await register(anna)
    const after = await register(anna)
    expect(after.response.json()).toEqual({ done: true })
    expect((await start(anna.account.address, before.codes[0]?.text ?? '')).response.statusCode).toBe(403)
    const wrong = await register({ ...anna, keys: { ...anna.keys, authKey: key() } })
    expect(codeOf(wrong.response)).toBe('identity.password-wrong')
    expect((await start(anna.account.address, after.codes[0]?.text ?? '')).response.statusCode).toBe(200)
  })

  test.each([0, 7, 9])('takes eight codes, not %i', async (count) => {
    const anna = await person()
    const codes = Array.from({ length: count }, () => ({ authKey: key(), wrappedIdentity: wrapped() }))
    const payload = { authKey: anna.keys.authKey, codes }
    expect((await call('POST', '/api/account/recovery-codes', { cookie: anna.cookie, payload })).statusCode).toBe(400)
  })

  test('takes no code twice', async () => {
    const anna = await person()
    const same = { authKey: key(), wrappedIdentity: wrapped() }
    const codes = Array.from({ length: 8 }, () => same)
    const payload = { authKey: anna.keys.authKey, codes }
    expect(codeOf(await call('POST', '/api/account/recovery-codes', { cookie: anna.cookie, payload }))).toBe(
      'identity.codes-not-distinct',
    )
  })
})

describe('an app password', () => {
  const add = async ({ cookie, keys, accountIdentity }: TestAccount & { cookie: string }, name = 'Thunderbird') => {
    const { text, registration } = await makeAppPassword(accountIdentity)
    const payload = { name, passwordProof: keys.authKey, ...registration }
    const response = await call('POST', '/api/account/app-passwords', { cookie, payload })
    return { text, response, id: response.json<{ id: string }>().id }
  }
  const list = async (cookie: string) =>
    (await call('GET', '/api/account/app-passwords', { cookie })).json<{
      appPasswords: { id: string; name: string; lastUsedAt: string | null }[]
    }>().appPasswords

  test('lets a mail program in as the account, until it is removed', async () => {
    const anna = await person()
    const { text, id } = await add(anna)
    const login = { user: anna.account.address.toUpperCase(), password: text, remoteAddress: '192.0.2.1' }
    expect(await people.identity.checkAppPassword(login)).toEqual({
      accepted: true,
      who: {
        organisationId: anna.organisationId,
        accountId: anna.account.id,
        mailboxId: anna.mailbox.id,
        mailboxAddress: anna.account.address,
        allowedFrom: [anna.account.address],
        displayName: 'Dr. Anna Weber',
        language: 'de',
      },
    })
    const removed = await call('DELETE', `/api/account/app-passwords/${id}`, { cookie: anna.cookie })
    expect(removed.json()).toEqual({ done: true })
    expect(await people.identity.checkAppPassword(login)).toEqual({ accepted: false, reason: 'wrong' })
    const again = await call('DELETE', `/api/account/app-passwords/${id}`, { cookie: anna.cookie })
    expect(codeOf(again)).toBe('identity.app-password-unknown')
  })

  test('is listed with its last use, which is written once a minute at most', async () => {
    const anna = await person()
    const { text } = await add(anna, '  Outlook am Empfang ')
    expect(await list(anna.cookie)).toMatchObject([{ name: 'Outlook am Empfang', lastUsedAt: null }])
    const login = { user: anna.account.address, password: text, remoteAddress: '192.0.2.1' }
    await people.identity.checkAppPassword(login)
    const first = people.clock.now().toISOString()
    people.clock.advance(59_000)
    await people.identity.checkAppPassword(login)
    expect(await list(anna.cookie)).toMatchObject([{ lastUsedAt: first }])
    people.clock.advance(1000)
    await people.identity.checkAppPassword(login)
    expect(await list(anna.cookie)).toMatchObject([{ lastUsedAt: people.clock.now().toISOString() }])
  })

  test('lets nobody in for another account, nor after the account was closed', async () => {
    const [anna, eva] = [await person(), await person()]
    const { text: password } = await add(anna)
    const remoteAddress = '192.0.2.1'
    const check = (user: string) => people.identity.checkAppPassword({ user, password, remoteAddress })
    expect(await check(eva.account.address)).toMatchObject({ accepted: false })
    const { organisationId } = anna
    await people.database.withOrganisation(organisationId, (tx) =>
      people.identity.closeAccount(tx, { organisationId, accountId: anna.account.id, actor }),
    )
    expect(await check(anna.account.address)).toMatchObject({ accepted: false })
  })

  test.each(['', 'x', '\u0000', 'ä'.repeat(1000), 'x'.repeat(1_000_000), testPassword])(
    'is not what a mail program sends in case %#',
    async (password) => {
      const { account } = await person()
      for (const user of [account.address, password, 'no@such.example'])
        expect(await people.identity.checkAppPassword({ user, password, remoteAddress: '192.0.2.99' })).toMatchObject({
          accepted: false,
        })
    },
  )

  test('can be registered fifty times, and each only once', async () => {
    const anna = await person()
    const { registration } = await makeAppPassword(anna.accountIdentity)
    const payload = { name: 'twice', passwordProof: anna.keys.authKey, ...registration }
    const post = () => call('POST', '/api/account/app-passwords', { cookie: anna.cookie, payload })
    expect((await post()).statusCode).toBe(200)
    expect(codeOf(await post())).toBe('identity.app-password-taken')
    for (let count = 1; count < 50; count++) expect((await add(anna)).response.statusCode).toBe(200)
    expect(codeOf((await add(anna)).response)).toBe('identity.too-many-app-passwords')
  })

  test('of somebody else cannot be removed, neither in the same nor in another organisation', async () => {
    const anna = await person()
    const { id } = await add(anna)
    const domain = anna.account.address.split('@')[1] ?? ''
    const colleague = await createTestAccount(people, { organisationId: anna.organisationId, domain })
    const stranger = await createTestAccount(people)
    for (const { account } of [colleague, stranger]) {
      const cookie = await signInAs(people.server, account.address)
      expect((await call('DELETE', `/api/account/app-passwords/${id}`, { cookie })).statusCode).toBe(404)
      expect(await list(cookie)).toEqual([])
    }
    expect(await list(anna.cookie)).toHaveLength(1)
  })

  test('cannot carry an unreadable name', async () => {
    const anna = await person()
    expect(codeOf((await add(anna, 'a\u202eb')).response)).toBe('identity.name-invalid')
  })
})

describe('a relay credential', () => {
  const makeRelay = (organisationId: OrganisationId) =>
    people.database.withOrganisation(organisationId, (tx) =>
      people.identity.createRelay(tx, { organisationId, name: 'Exchange in the cellar', actor }),
    )

  test('lets a mail server in for the verified domains of its organisation, until it is removed', async () => {
    const { organisationId, account } = await createTestAccount(people)
    const { id, userName, password } = await makeRelay(organisationId)
    const domain = account.address.split('@')[1] ?? ''
    expect(isRelayUserName(userName)).toBe(true)
    expect(isRelayUserName(account.address)).toBe(false)
    const login = { user: userName.toUpperCase(), password, remoteAddress: '192.0.2.1' }
    expect(await people.identity.checkRelay(login)).toEqual({
      accepted: true,
      who: { organisationId, relayId: id, name: 'Exchange in the cellar', allowedDomains: [domain] },
    })
    await people.database.withOrganisation(organisationId, async (tx) => {
      expect(await people.identity.listRelays(tx)).toMatchObject([{ id, userName, lastUsedAt: people.clock.now() }])
      await people.identity.removeRelay(tx, { organisationId, id, actor })
      await expect(people.identity.removeRelay(tx, { organisationId, id, actor })).rejects.toMatchObject({
        code: 'identity.relay-unknown',
      })
    })
    expect(await people.identity.checkRelay(login)).toEqual({ accepted: false, reason: 'wrong' })
  })

  test('opens with its own password only', async () => {
    const [first, second] = [await createTestAccount(people), await createTestAccount(people)]
    const [mine, other] = [await makeRelay(first.organisationId), await makeRelay(second.organisationId)]
    for (const password of [other.password, '', 'x'.repeat(100_000)])
      expect(
        await people.identity.checkRelay({ user: mine.userName, password, remoteAddress: '192.0.2.50' }),
      ).toMatchObject({ accepted: false })
  })
})

describe('the endpoints of an account', () => {
  const body = {
    oldAuthKey: key(),
    salt: randomBytes(16).toString('base64url'),
    newAuthKey: key(),
    wrappedIdentity: wrapped(),
  }
  const codes = Array.from({ length: 8 }, () => ({ authKey: key(), wrappedIdentity: wrapped() }))
  const app = { name: 'x', passwordProof: key(), authKey: key(), wrappedIdentity: wrapped() }
  const endpoints: readonly [Method, string, object?][] = [
    ['GET', '/api/session'],
    ['DELETE', '/api/session'],
    ['GET', '/api/sessions'],
    ['DELETE', `/api/sessions/${randomUUID()}`],
    ['POST', '/api/account/password', body],
    ['POST', '/api/account/recovery-codes', { authKey: key(), codes }],
    ['GET', '/api/account/app-passwords'],
    ['POST', '/api/session/proof', { passwordProof: key() }],
    ['POST', '/api/account/app-passwords', app],
    ['DELETE', `/api/account/app-passwords/${randomUUID()}`],
  ]

  test.each(endpoints)('%s %s needs a session', async (method, url, payload) => {
    const response = await call(method, url, payload === undefined ? {} : { payload })
    expect(response.statusCode).toBe(401)
    expect(codeOf(response)).toBe('identity.signed-out')
  })

  test.each([
    ['/api/account/password', { ...body, wrappedIdentity: 'A'.repeat(12_000) }],
    ['/api/account/password', { ...body, salt: 'AAAA' }],
    ['/api/account/app-passwords', { ...app, name: 'x'.repeat(61) }],
    ['/api/account/app-passwords', { ...app, wrappedIdentity: 'not base64 url!' }],
    ['/api/account/app-passwords', { ...app, passwordProof: 'A'.repeat(44) }],
    ['/api/recovery', { address: 'anna', codeAuthKey: key() }],
    ['/api/recovery/password', { recoveryToken: key(), salt: '', authKey: key(), wrappedIdentity: wrapped() }],
  ])('refuse input of another form or size, case %#', async (url, payload) => {
    const { cookie } = await person()
    expect((await call('POST', url, { cookie, payload })).statusCode).toBe(400)
  })
})

test('promises 2 and 5: no secret is readable, and no table of identity crosses organisations', async () => {
  const owner = await person()
  const stranger = await createTestAccount(people)
  const { organisationId, accountIdentity, cookie, keys, account } = owner
  const codes = await makeRecoveryCodes(accountIdentity)
  const registrations = codes.map(({ registration }) => registration)
  await call('POST', '/api/account/recovery-codes', {
    cookie,
    payload: { authKey: keys.authKey, codes: registrations },
  })
  const app = await makeAppPassword(accountIdentity)
  await call('POST', '/api/account/app-passwords', {
    cookie,
    payload: { name: 'x', passwordProof: keys.authKey, ...app.registration },
  })
  const parsed = await parseRecoveryCode(codes[0]?.text ?? '')
  await call('POST', '/api/recovery', { payload: { address: account.address, codeAuthKey: parsed?.codeAuthKey } })
  const relay = await people.database.withOrganisation(organisationId, (tx) =>
    people.identity.createRelay(tx, { organisationId, name: 'x', actor }),
  )
  const tables = [
    'credentials',
    'recovery_codes',
    'recovery_tokens',
    'app_passwords',
    'sessions',
    'known_networks',
    'relay_credentials',
  ]
  let everything = people.logLines.join('\n')
  for (const table of tables) {
    await expectTenantIsolation(people.database, table, { owner: organisationId, stranger: stranger.organisationId })
    const { rows } = await people.database.ownerPool.query<{ row: string }>(
      `select t::text as row from sealpost.${table} t`,
    )
    everything += rows.map(({ row }) => row).join('\n')
  }
  const secrets = [testPassword, accountIdentity, app.text, relay.password, ...codes.map(({ text }) => text)]
  const derived = [keys.authKey, app.registration.authKey, parsed?.codeAuthKey ?? '', cookie.split('=')[1] ?? '']
  for (const secret of [...secrets, ...derived]) expect(everything).not.toContain(secret)
  for (const secret of derived) expect(everything).not.toContain(Buffer.from(secret, 'base64url').toString('hex'))
})
