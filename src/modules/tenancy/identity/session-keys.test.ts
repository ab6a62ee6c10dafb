import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { loseKeys } from '../../../../test/harness/lose-keys.ts'
import {
  cheapArgon2id,
  createTestAccount,
  createTestPeople,
  signInAs,
  testPassword,
  type TestAccount,
  type TestPeople,
} from '../../../../test/harness/test-accounts.ts'
import { deriveLogin } from '../../../lib/account-keys/index.ts'
import { AppError } from '../../../lib/errors/app-error.ts'
import { createHttpServer, type HttpServer } from '../../../platform/http/http-server.ts'
import { openFolderShredStore } from '../../../platform/shred/folder/folder-shred-store.ts'
import { sweepKeys } from '../../../platform/shred/shred-jobs.ts'
import type { ShredStore } from '../../../platform/shred/shred-store.ts'
import { createShred, referenceIn } from '../../../platform/shred/shred.ts'
import { createIdentity } from './index.ts'

let people: TestPeople
beforeAll(async () => {
  people = await createTestPeople()
})
afterAll(() => people.close())

let person: TestAccount
beforeEach(async () => {
  person = await createTestAccount(people)
})

const minute = 60_000
/** A second later than the one before, so that identifiers tell which session is older. */
const signIn = (server: HttpServer = people.server) => {
  people.clock.advance(1000)
  return signInAs(server, person.account.address)
}
const get = (cookie: string, url = '/api/session', server: HttpServer = people.server) =>
  server.inject({ url, headers: { cookie } })
const statusOf = async (cookie: string, server: HttpServer = people.server) =>
  (await get(cookie, '/api/session', server)).statusCode

/** The sealed halves of the account's open sessions, the oldest first. */
async function shares(): Promise<Buffer[]> {
  const { rows } = await people.database.ownerPool.query<{ share: Buffer }>(
    'select share from sealpost.sessions where account_id = $1 and ended_at is null order by id',
    [person.account.id],
  )
  return rows.map(({ share }) => share)
}
async function firstShare(): Promise<Buffer> {
  const [share] = await shares()
  if (share === undefined) throw new Error('no session')
  return share
}
const keyOf = (share: Buffer) => people.shredStore.read(referenceIn(share) ?? Buffer.alloc(24))
const sweep = () => people.identity.jobs.find(({ task }) => task === 'identity.sweep')?.run({})
const within = (work: Parameters<typeof people.database.withOrganisation<unknown>>[1]) =>
  people.database.withOrganisation(person.organisationId, work)
const sweepAllKeys = () =>
  sweepKeys({ ...people, store: people.shredStore, owners: [people.identity.knownKeys, async () => []] })

/** The same store with one of its acts replaced. */
const storeWith = (changed: Partial<ShredStore>): ShredStore => ({
  id: people.shredStore.id,
  lingersUntilTidy: false,
  take: (now) => people.shredStore.take(now),
  flush: (references) => people.shredStore.flush(references),
  read: (reference) => people.shredStore.read(reference),
  destroy: (references) => people.shredStore.destroy(references),
  listOlderThan: (time) => people.shredStore.listOlderThan(time),
  tidy: () => people.shredStore.tidy(),
  close: async () => undefined,
  ...changed,
})

/** A second process on the same database and, unless told otherwise, the same folder of keys. */
async function otherProcess(store: ShredStore) {
  const identity = createIdentity({ ...people, shred: createShred({ ...people, store }), pause: async () => undefined })
  const server = await createHttpServer({ ...people, maxRequestsPerMinute: 100_000 })
  identity.routes(server)
  return { server, identity, close: () => server.close() }
}

async function changePassword(cookie: string): Promise<void> {
  const { address } = person.account
  const salt = await people.server.inject({ method: 'POST', url: '/api/session/salt', payload: { address } })
  const login = await deriveLogin(testPassword, salt.json<{ salt: string }>().salt, cheapArgon2id)
  const payload = {
    oldAuthKey: login.authKey,
    salt: randomBytes(16).toString('base64url'),
    newAuthKey: randomBytes(32).toString('base64url'),
    wrappedIdentity: randomBytes(120).toString('base64url'),
  }
  const response = await people.server.inject({
    method: 'POST',
    url: '/api/account/password',
    headers: { cookie },
    payload,
  })
  expect(response.statusCode).toBe(200)
}

/** Each ends the first of two sessions, and only that one; the second may act. */
const endings: Readonly<Record<string, (first: string, second: string) => Promise<unknown>>> = {
  'signing out': (first) => people.server.inject({ method: 'DELETE', url: '/api/session', headers: { cookie: first } }),
  'revoking it from another session': async (_first, second) => {
    const { sessions } = (await get(second, '/api/sessions')).json<{ sessions: { id: string; current: boolean }[] }>()
    const id = sessions.find(({ current }) => !current)?.id ?? ''
    await people.server.inject({ method: 'DELETE', url: `/api/sessions/${id}`, headers: { cookie: second } })
  },
  'a new password': (_first, second) => changePassword(second),
  'a request after the idle limit': async (first, second) => {
    for (let passed = 0; passed < 30; passed += 10) {
      people.clock.advance(10 * minute)
      expect(await statusOf(second)).toBe(200)
    }
    expect(await statusOf(first)).toBe(401)
  },
  'the sweep after the idle limit': async (_first, second) => {
    for (let passed = 0; passed < 30; passed += 10) {
      people.clock.advance(10 * minute)
      expect(await statusOf(second)).toBe(200)
    }
    await sweep()
  },
}

describe('the server’s half of a session', () => {
  test('is under a key of its own besides the server secret, and in the row in no other form', async () => {
    const cookie = await signIn()
    const half = Buffer.from((await get(cookie)).json<{ sessionShare: string }>().sessionShare, 'base64url')
    expect(half).toHaveLength(32)
    const share = await firstShare()
    expect(await keyOf(share)).not.toBeNull()
    expect(share.includes(half)).toBe(false)
    const { rows } = await people.database.ownerPool.query<{ id: string }>(
      'select id from sealpost.sessions where share = $1',
      [share],
    )
    expect(() => people.transit.open(share, `sessions/${rows[0]?.id}/share`)).toThrow('transit.damaged')
  })

  test.each(Object.keys(endings))('is gone at once, with its key, after %s; others go on', async (way) => {
    const [first, second] = [await signIn(), await signIn()]
    const [ended, open] = await shares()
    if (ended === undefined || open === undefined) throw new Error('two sessions were expected')
    await endings[way]?.(first, second)
    expect(await keyOf(ended)).toBeNull()
    expect(await shares()).toEqual([open])
    expect([await statusOf(first), await statusOf(second)]).toEqual([401, 200])
  })

  test('ends with the account, in every session of it', async () => {
    await signIn()
    await signIn()
    const all = await shares()
    const { organisationId, account } = person
    await within((tx) =>
      people.identity.closeAccount(tx, { organisationId, accountId: account.id, actor: { kind: 'command' } }),
    )
    expect(await Promise.all(all.map(keyOf))).toEqual([null, null])
  })

  test('is under the transit key alone in no row that the database takes', async () => {
    await signIn()
    const old = people.transit.seal(randomBytes(32), 'sessions/1/share')
    const write = people.database.ownerPool.query('update sealpost.sessions set share = $1 where account_id = $2', [
      old,
      person.account.id,
    ])
    await expect(write).rejects.toThrow('sessions_share_has_key')
  })
})

describe('an upgrade from a version without these keys', () => {
  test('ends the sessions that run, and their people sign in again', async () => {
    const cookie = await signIn()
    const pool = people.database.ownerPool
    const migration = new URL('migrations/0005-session-keys.sql', import.meta.url)
    const client = await pool.connect()
    try {
      await client.query(`begin; set local search_path = sealpost;
        alter table sessions drop constraint sessions_share_has_key; drop function identity_known_keys`)
      await client.query('update sessions set share = $1 where account_id = $2', [
        people.transit.seal(randomBytes(32), 'sessions/1/share'),
        person.account.id,
      ])
      await client.query(await readFile(migration, 'utf8'))
      await client.query('commit')
    } finally {
      client.release()
    }
    expect(await shares()).toEqual([])
    expect(await statusOf(cookie)).toBe(401)
    expect(await statusOf(await signIn())).toBe(200)
  })
})

describe('a restored backup', () => {
  test('brings no session back without the folder of keys, on any route', async () => {
    const cookie = await signIn()
    await loseKeys(people)
    expect((await get(cookie, '/api/sessions')).statusCode).toBe(401)
    expect(await statusOf(cookie)).toBe(401)
    expect(await shares()).toEqual([])
    expect(await statusOf(await signIn())).toBe(200)
  })

  test('brings none back that was ended after it was made, with the folder of keys either', async () => {
    const [revoked, running] = [await signIn(), await signIn()]
    const [row] = await shares()
    await people.server.inject({ method: 'DELETE', url: '/api/session', headers: { cookie: revoked } })
    await people.database.ownerPool.query(
      `update sealpost.sessions set ended_at = null, share = $1 where account_id = $2 and ended_at is not null`,
      [row, person.account.id],
    )
    for (const url of ['/api/sessions', '/api/session', '/api/account/app-passwords'])
      expect((await get(revoked, url)).json()).toMatchObject({ error: { code: 'identity.signed-out' } })
    expect(await statusOf(running)).toBe(200)
    expect(await shares()).toHaveLength(1)
  })
})

describe('when keys cannot be kept, looked for or overwritten', () => {
  const unavailable = async () => {
    throw new AppError('unavailable', 'shred.unavailable', 'The disk is full.')
  }

  test('nobody is signed in: no cookie, no row, no share', async () => {
    const { server, close } = await otherProcess(storeWith({ flush: unavailable }))
    await expect(signIn(server)).rejects.toThrow('signing in failed: 503')
    expect(await shares()).toEqual([])
    await close()
  })

  test('a session is neither used nor ended while its key cannot be read', async () => {
    const cookie = await signIn()
    const { server, close } = await otherProcess(storeWith({ read: unavailable }))
    const response = await get(cookie, '/api/session', server)
    expect([response.statusCode, response.body.includes('sessionShare')]).toEqual([503, false])
    expect(await statusOf(cookie)).toBe(200)
    await close()
  })

  test('a key that a crash left after the end of its session is swept, and that of an open one is not', async () => {
    const crash = async () => {
      throw new Error('killed')
    }
    const { server, close } = await otherProcess(storeWith({ destroy: crash }))
    const [first, second] = [await signIn(), await signIn()]
    const [left, open] = await shares()
    if (left === undefined || open === undefined) throw new Error('two sessions were expected')
    await server.inject({ method: 'DELETE', url: '/api/session', headers: { cookie: first } })
    expect([await statusOf(first), (await keyOf(left))?.length]).toEqual([401, 32])
    await people.database.ownerPool.query(
      `insert into sealpost.installation (secret_check) values ('x') on conflict do nothing`,
    )
    await people.database.ownerPool.query(`update sealpost.installation set made_at = '2026-01-01T00:00:00Z'`)
    for (let passed = 0; passed < 70; passed += 10) {
      people.clock.advance(10 * minute)
      await statusOf(second)
    }
    expect(await sweepAllKeys()).toBeGreaterThan(0)
    expect(await keyOf(left)).toBeNull()
    expect(await keyOf(open)).not.toBeNull()
    expect(await statusOf(second)).toBe(200)
    await close()
  })
})

test('a session that one process began is used and ended by another, and refused by both', async () => {
  const store = await openFolderShredStore(join(people.config.dataDir, 'shred'))
  const { server, close } = await otherProcess(store)
  const [cookie, theirs] = [await signIn(), await signIn(server)]
  expect([await statusOf(cookie, server), await statusOf(theirs)]).toEqual([200, 200])
  const all = await shares()
  await server.inject({ method: 'DELETE', url: '/api/session', headers: { cookie } })
  await people.server.inject({ method: 'DELETE', url: '/api/session', headers: { cookie: theirs } })
  for (const one of [cookie, theirs]) expect([await statusOf(one), await statusOf(one, server)]).toEqual([401, 401])
  expect(await Promise.all(all.map(keyOf))).toEqual([null, null])
  await close()
  await store.close()
})
