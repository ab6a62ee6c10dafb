import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import {
  cheapArgon2id,
  createTestAccount,
  createTestPeople,
  signInAs,
  testPassword,
  type TestAccount,
  type TestPeople,
} from '../../../../test/harness/test-accounts.ts'
import { until } from '../../../../test/harness/until.ts'
import * as contract from '../../../contract/identity.ts'
import { createHttpServer } from '../../../platform/http/http-server.ts'
import { createIdentity } from './index.ts'
import {
  deriveLogin,
  makeAppPassword,
  makeRecoveryCodes,
  newPassword,
  parseRecoveryCode,
} from '../../../lib/account-keys/index.ts'

/** Somebody has the cookie of a session, and nothing else: it must not become a way in that outlives the session. */
let people: TestPeople
beforeAll(async () => {
  people = await createTestPeople()
})
afterAll(() => people.close())

/** Each test comes from a place of its own, so that none meets the limits of another. */
let remoteAddress = ''
let tests = 0
beforeEach(() => {
  remoteAddress = `198.51.${(tests += 1)}.7`
})

type Person = TestAccount & { readonly cookie: string }
type Response = Awaited<ReturnType<typeof call>>
const call = (method: 'GET' | 'POST' | 'DELETE', url: string, options: { cookie?: string; payload?: object } = {}) =>
  people.server.inject({
    method,
    url,
    headers: { cookie: options.cookie ?? '' },
    remoteAddress,
    ...(options.payload === undefined ? {} : { payload: options.payload }),
  })
const codeOf = (response: Response) => response.json<{ error?: { code: string } }>().error?.code
const key = () => randomBytes(32).toString('base64url')
const wrapped = () => randomBytes(120).toString('base64url')

async function person(): Promise<Person> {
  const made = await createTestAccount(people)
  return { ...made, cookie: await signInAs(people.server, made.account.address) }
}
const loginOf = async (address: string, password = testPassword) => {
  const { salt } = (await call('POST', '/api/session/salt', { payload: { address } })).json<{ salt: string }>()
  return deriveLogin(password, salt, cheapArgon2id)
}

/** What each endpoint takes beside the proof, and the name the proof has there. */
const waysIn: Readonly<Record<string, { readonly proof: string; readonly body: () => object }>> = {
  '/api/account/app-passwords': {
    proof: 'passwordProof',
    body: () => ({ name: 'Thief', authKey: key(), wrappedIdentity: wrapped() }),
  },
  '/api/account/recovery-codes': {
    proof: 'authKey',
    body: () => ({ codes: Array.from({ length: 8 }, () => ({ authKey: key(), wrappedIdentity: wrapped() })) }),
  },
  '/api/account/password': {
    proof: 'oldAuthKey',
    body: () => ({ salt: randomBytes(16).toString('base64url'), newAuthKey: key(), wrappedIdentity: wrapped() }),
  },
}
const paths = Object.keys(waysIn)
const bodyWith = (path: string, proof: string) => {
  const { proof: name, body } = waysIn[path] ?? { proof: '', body: () => ({}) }
  return { ...body(), [name]: proof }
}
const tryAt = (path: string, proof: string, cookie: string) =>
  call('POST', path, { cookie, payload: bodyWith(path, proof) })

async function waysInOf({ organisationId, account }: TestAccount): Promise<string> {
  const { rows } = await people.database.ownerPool.query<{ state: string }>(
    `select json_build_object(
      'passwords', (select json_agg(c) from sealpost.credentials c where c.account_id = $2),
      'codes', (select json_agg(c order by c.id) from sealpost.recovery_codes c where c.account_id = $2),
      'apps', (select json_agg(a order by a.id) from sealpost.app_passwords a where a.account_id = $2))::text as state
     from sealpost.accounts where organisation_id = $1 and id = $2`,
    [organisationId, account.id],
  )
  return rows[0]?.state ?? ''
}

describe('whoever has the cookie of a session and not the password', () => {
  test('meets every endpoint that adds or changes a way in here', () => {
    const adding = Object.values(contract)
      .filter((value) => typeof value === 'object' && 'path' in value && 'access' in value)
      .filter(({ method, access, path }) => method === 'POST' && access === 'account' && path.includes('/account/'))
    expect(adding.map(({ path }) => path).toSorted()).toEqual(paths.toSorted())
  })

  test.each(paths)(
    'gets nothing from %s without a proof, with a made-up one, or with one of another kind',
    async (path) => {
      const [anna, eva] = [await person(), await person()]
      const [code] = await makeRecoveryCodes(anna.accountIdentity)
      const app = await makeAppPassword(anna.accountIdentity)
      const before = await waysInOf(anna)
      const without = await call('POST', path, { cookie: anna.cookie, payload: waysIn[path]?.body() ?? {} })
      expect(without.statusCode).toBe(400)
      const elses = (await loginOf(eva.account.address)).authKey
      for (const proof of [key(), code?.registration.authKey ?? '', app.registration.authKey, elses]) {
        const refused = await tryAt(path, proof, anna.cookie)
        expect([refused.statusCode, codeOf(refused)]).toEqual([403, 'identity.password-wrong'])
      }
      expect(await waysInOf(anna)).toBe(before)
      await people.identity.unlock({ address: anna.account.address, actor: { kind: 'command' } }).catch(() => undefined)
    },
  )

  test.each(paths)('cannot guess at %s: the place they guess from is locked out', async (path) => {
    const anna = await person()
    const codes: (string | undefined)[] = []
    for (let time = 0; time < 11; time++) codes.push(codeOf(await tryAt(path, key(), anna.cookie)))
    expect(codes[0]).toBe('identity.password-wrong')
    expect(codes[10]).toBe('identity.locked-out')
    const right = await tryAt(path, (await loginOf(anna.account.address)).authKey, anna.cookie)
    expect(codeOf(right)).toBe('identity.locked-out')
    expect(await people.identity.unlock({ address: anna.account.address, actor: { kind: 'command' } })).toHaveLength(1)
  })

  test('is not handed what the password could be guessed against at home', async () => {
    const anna = await person()
    const view = await call('GET', '/api/session', { cookie: anna.cookie })
    expect(view.statusCode).toBe(200)
    expect(view.body).not.toContain(anna.keys.wrappedIdentity)
    expect(view.json()).not.toHaveProperty('wrappedIdentity')
  })
})

describe('a proof of the password', () => {
  test('is told right from wrong before anything is made with it, in as many tries as signing in has', async () => {
    const anna = await person()
    const prove = (passwordProof: string) =>
      call('POST', '/api/session/proof', { cookie: anna.cookie, payload: { passwordProof } })
    expect((await prove((await loginOf(anna.account.address)).authKey)).json()).toEqual({ done: true })
    const codes: (string | undefined)[] = []
    for (let time = 0; time < 11; time++) codes.push(codeOf(await prove(key())))
    expect([codes[0], codes[10]]).toEqual(['identity.password-wrong', 'identity.locked-out'])
    await people.identity.unlock({ address: anna.account.address, actor: { kind: 'command' } })
    const stranger = await call('POST', '/api/session/proof', { payload: { passwordProof: key() } })
    expect([stranger.statusCode, codeOf(stranger)]).toEqual([401, 'identity.signed-out'])
    const huge = await call('POST', '/api/session/proof', {
      cookie: anna.cookie,
      payload: { passwordProof: 'A'.repeat(10_000) },
    })
    expect(huge.statusCode).toBe(400)
  })

  test.each(paths)('opens %s for its own account', async (path) => {
    const anna = await person()
    const before = await waysInOf(anna)
    expect((await tryAt(path, (await loginOf(anna.account.address)).authKey, anna.cookie)).statusCode).toBe(200)
    expect(await waysInOf(anna)).not.toBe(before)
  })

  test.each(paths)('is worth nothing at %s once the session has ended', async (path) => {
    const anna = await person()
    const proof = (await loginOf(anna.account.address)).authKey
    await call('DELETE', '/api/session', { cookie: anna.cookie })
    const before = await waysInOf(anna)
    expect(codeOf(await tryAt(path, proof, anna.cookie))).toBe('identity.signed-out')
    expect(await waysInOf(anna)).toBe(before)
  })

  test.each(paths)('is worth nothing at %s when the session is ended while it is checked', async (path) => {
    const anna = await person()
    const proof = (await loginOf(anna.account.address)).authKey
    const ended = `update sealpost.sessions set ended_at = now(), share = null where account_id = $1`
    const answer = await whileItWaits([ended, anna.account.id], () => tryAt(path, proof, anna.cookie))
    expect([answer.statusCode, codeOf(answer)]).toEqual([401, 'identity.signed-out'])
  })

  test.each(paths)('is worth nothing at %s when the password is changed while it is checked', async (path) => {
    const anna = await person()
    const proof = (await loginOf(anna.account.address)).authKey
    const changed = `update sealpost.credentials set verifier = sha256('another') where account_id = $1`
    const answer = await whileItWaits([changed, anna.account.id], () => tryAt(path, proof, anna.cookie))
    expect([answer.statusCode, codeOf(answer)]).toEqual([403, 'identity.password-wrong'])
  })
})

/** Holds the row that the statement changes until the request waits for it, then commits the change. */
async function whileItWaits<Answer>([statement, id]: readonly [string, string], request: () => Promise<Answer>) {
  const client = await people.database.ownerPool.connect()
  try {
    await client.query('begin')
    await client.query(statement, [id])
    const asked = request()
    await until('the request waits for the row', async () => {
      const { rows } = await people.database.ownerPool.query(
        `select from pg_locks join pg_stat_activity using (pid) where datname = current_database() and not granted`,
      )
      return rows.length > 0 ? true : undefined
    })
    await client.query('commit')
    return await asked
  } finally {
    client.release(true)
  }
}

describe('a new password', () => {
  const addApp = async (anna: Person, name: string) => {
    const { text, registration } = await makeAppPassword(anna.accountIdentity)
    const passwordProof = (await loginOf(anna.account.address)).authKey
    const added = await call('POST', '/api/account/app-passwords', {
      cookie: anna.cookie,
      payload: { name, passwordProof, ...registration },
    })
    expect(added.statusCode).toBe(200)
    const login = { user: anna.account.address, password: text, remoteAddress: '192.0.2.1' }
    return async () => (await people.identity.checkAppPassword(login)).accepted
  }
  const change = async (anna: Person, choice: object) => {
    const { salt, authKey, wrappedIdentity } = await newPassword(
      'copper lantern 7',
      anna.accountIdentity,
      cheapArgon2id,
    )
    const { authKey: oldAuthKey } = await loginOf(anna.account.address)
    const payload = { oldAuthKey, salt, newAuthKey: authKey, wrappedIdentity, ...choice }
    return call('POST', '/api/account/password', { cookie: anna.cookie, payload })
  }
  const recover = async (anna: Person, choice: object) => {
    const codes = await makeRecoveryCodes(anna.accountIdentity)
    const { authKey } = await loginOf(anna.account.address)
    const payload = { authKey, codes: codes.map(({ registration }) => registration) }
    await call('POST', '/api/account/recovery-codes', { cookie: anna.cookie, payload })
    const code = await parseRecoveryCode(codes[0]?.text ?? '')
    const shown = { address: anna.account.address, codeAuthKey: code?.codeAuthKey ?? '' }
    const { recoveryToken } = (await call('POST', '/api/recovery', { payload: shown })).json<{
      recoveryToken: string
    }>()
    const made = await newPassword('copper lantern 7', anna.accountIdentity, cheapArgon2id)
    return call('POST', '/api/recovery/password', { payload: { recoveryToken, ...made, ...choice } })
  }
  const removedInLog = async ({ account }: TestAccount) => {
    const { rows } = await people.database.ownerPool.query<{ name: string }>(
      `select detail ->> 'name' as name from sealpost.audit_entries where action = 'app-password.removed' and subject_id = $1 order by name`,
      [account.id],
    )
    return rows.map(({ name }) => name)
  }
  const phone =
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1 Version/18.0 Mobile Safari/604.1'

  test('lets nobody in who proved the old one and was slowed down until it had been changed', async () => {
    const anna = await person()
    const { address } = anna.account
    // The pause of a slowed answer, after the stored proof was read, is when the owner changes the password.
    const identity = createIdentity({ ...people, pause: () => change(anna, {}) })
    const server = await createHttpServer({ ...people, maxRequestsPerMinute: 100_000 })
    identity.routes(server)
    const thief = { method: 'POST', url: '/api/session', remoteAddress: '203.0.113.9' } as const
    for (let guess = 0; guess < 5; guess++)
      await people.server.inject({ ...thief, payload: { address, authKey: key() } })
    const late = await server.inject({ ...thief, payload: { address, authKey: anna.keys.authKey } })
    expect([late.statusCode, codeOf(late)]).toEqual([403, 'identity.sign-in-refused'])
    expect(late.headers['set-cookie']).toBeUndefined()
    const { sessions } = (await call('GET', '/api/sessions', anna)).json<{ sessions: { current: boolean }[] }>()
    expect(sessions.map(({ current }) => current)).toEqual([true])
    await server.close()
  })

  test('leaves app passwords alone unless told to revoke them', async () => {
    const anna = await person()
    const opens = await addApp(anna, 'Outlook')
    expect((await change(anna, {})).json()).toEqual({ done: true, ended: { sessions: [], appPasswords: [] } })
    expect(await opens()).toBe(true)
  })

  test('told to, ends every other way in and names what ended', async () => {
    const anna = await person()
    const opens = [await addApp(anna, 'Outlook'), await addApp(anna, 'Thunderbird')]
    const elsewhere = await signInAs(people.server, anna.account.address, { userAgent: phone })
    const answer = (await change(anna, { revokeAppPasswords: true })).json<{ ended: { sessions: string[] } }>()
    expect(answer).toMatchObject({ ended: { appPasswords: ['Outlook', 'Thunderbird'] } })
    expect(answer.ended.sessions).toEqual([expect.stringContaining('Safari')])
    expect(await Promise.all(opens.map((open) => open()))).toEqual([false, false])
    expect((await call('GET', '/api/session', { cookie: elsewhere })).statusCode).toBe(401)
    expect((await call('GET', '/api/session', { cookie: anna.cookie })).statusCode).toBe(200)
    expect(await removedInLog(anna)).toEqual(['Outlook', 'Thunderbird'])
  })

  test('set by recovery revokes app passwords and ends all sessions unless told otherwise', async () => {
    const anna = await person()
    const opens = await addApp(anna, 'Thief')
    const answer = (await recover(anna, {})).json()
    expect(answer).toMatchObject({ done: true, ended: { appPasswords: ['Thief'] } })
    expect(answer).toHaveProperty('ended.sessions.length', 1)
    expect(await opens()).toBe(false)
    expect((await call('GET', '/api/session', { cookie: anna.cookie })).statusCode).toBe(401)
    expect(await removedInLog(anna)).toEqual(['Thief'])
  })

  test('set by recovery leaves app passwords when told so; sessions end all the same', async () => {
    const anna = await person()
    const opens = await addApp(anna, 'Outlook')
    expect((await recover(anna, { revokeAppPasswords: false })).json()).toMatchObject({ ended: { appPasswords: [] } })
    expect(await opens()).toBe(true)
    expect((await call('GET', '/api/session', { cookie: anna.cookie })).statusCode).toBe(401)
  })

  test('revokes nothing of a colleague', async () => {
    const anna = await person()
    const domain = anna.account.address.split('@')[1] ?? ''
    const made = await createTestAccount(people, { organisationId: anna.organisationId, domain })
    const eva = { ...made, cookie: await signInAs(people.server, made.account.address) }
    const opens = await addApp(eva, 'Outlook')
    await change(anna, { revokeAppPasswords: true })
    expect(await opens()).toBe(true)
    expect((await call('GET', '/api/session', { cookie: eva.cookie })).statusCode).toBe(200)
  })

  test.each(['yes', 1, null])('takes no other choice than yes or no, such as %j', async (revokeAppPasswords) => {
    const anna = await person()
    expect((await change(anna, { revokeAppPasswords })).statusCode).toBe(400)
    expect((await recover(anna, { revokeAppPasswords })).statusCode).toBe(400)
  })
})
