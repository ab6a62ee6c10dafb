import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createTestDatabase, isSuperuser, type TestDatabase } from '../../../test/harness/test-database.ts'
import { createLog } from '../log/log.ts'
import { openDatabase, type Database } from './database.ts'
import { migrate } from './migrate.ts'
import { runtimeLoginFor } from './runtime-login.ts'

let world: TestDatabase
beforeAll(async () => {
  world = await createTestDatabase()
})
afterAll(() => world.close())

const log = createLog('error')
const withUser = (url: string, user: string, password: string, database?: string) => {
  const changed = new URL(url)
  changed.username = user
  changed.password = password
  if (database !== undefined) changed.pathname = `/${database}`
  return changed.href
}

interface Opened {
  readonly database: Database
  readonly url: string
  close(): Promise<void>
}

/** The embedded server's owner is a superuser; a named database has a plain owner that may make roles, and so has a server named for the tests. */
const kinds: readonly (readonly [string, () => Promise<Opened>])[] = [
  ['the server of the tests', async () => ({ database: world.database, url: world.url, close: async () => undefined })],
  [
    'a named database',
    async () => {
      const owner = `o_${randomBytes(4).toString('hex')}`
      const admin = world.database.ownerPool
      await admin.query(`create role ${owner} login createrole password 'owner'`)
      await admin.query(`grant sealpost_runtime to ${owner} with admin option`)
      await admin.query(`create database ${owner} owner ${owner}`)
      const url = withUser(world.url, owner, 'owner', owner)
      const database = openDatabase(url, log)
      await migrate(database, [])
      await database.ownerPool.query(`create table sealpost.messages (organisation_id uuid, n int);
        call sealpost.protect('sealpost.messages'); insert into sealpost.messages values (gen_random_uuid(), 1)`)
      return {
        database,
        url,
        // The roles go with the server of the run.
        async close() {
          await database.close()
          await admin.query(`drop database ${owner} with (force)`)
        },
      }
    },
  ],
]

const attempts = (owner: string, login: string) => [
  `set role ${owner}`,
  `set local role ${owner}`,
  `set session authorization ${owner}`,
  `do $$ begin execute 'set role ${owner}'; end $$`,
  `alter role sealpost_runtime superuser`,
  `alter role ${login} bypassrls`,
  `alter role ${owner} password 'known'`,
  `grant ${owner} to ${login}`,
  `create role thief superuser`,
  `create database thief`,
  `create schema thief`,
  `create extension dblink`,
  `create function sealpost.thief() returns int language sql security definer as 'select 1'`,
  `create or replace function sealpost.current_organisation() returns uuid language sql as 'select null::uuid'`,
  `create function public.thief() returns int language sql security definer as 'select 1'`,
  `create table sealpost.thief (n int)`,
  `copy (select 1) to program 'id'`,
  `copy (select 1) to '/tmp/thief'`,
  `select pg_read_file('/etc/passwd')`,
  `select pg_ls_dir('.')`,
  `select lo_import('/etc/passwd')`,
  `select * from pg_authid`,
  `alter table sealpost.messages disable row level security`,
  `alter table sealpost.messages owner to ${login}`,
  `create policy thief on sealpost.messages using (true)`,
  `grant all on sealpost.messages to public`,
  `truncate sealpost.messages`,
  `drop table sealpost.messages`,
  `set row_security = off; select from sealpost.messages`,
  `set session_replication_role = replica`,
  `alter system set log_statement = 'all'`,
  `alter database ${owner} owner to ${login}`,
  `select pg_terminate_backend(pid) from pg_stat_activity where usename = '${owner}' and application_name like 'sealpost-owner%'`,
]

describe.each(isSuperuser ? kinds : kinds.slice(0, 1))('the login of requests on %s', (_kind, open) => {
  let opened: Opened
  beforeAll(async () => {
    opened = await open()
  })
  afterAll(() => opened.close())

  const run = (...statements: readonly string[]) =>
    opened.database.withoutOrganisation(async (tx) => {
      for (const statement of statements) await sql.raw(statement).execute(tx)
      return (
        await sql<{ now: string; login: string; isSuper: string }>`
          select current_user as now, session_user as login, current_setting('is_superuser') as "isSuper"`.execute(tx)
      ).rows[0]
    })
  const names = () => ({ owner: new URL(opened.url).username, login: opened.database.runtimeLogin.user })

  test('is neither the owner nor a member of it, and runs as the run-time role', async () => {
    const { owner, login } = names()
    expect(login).not.toBe(owner)
    expect(await run('select 1')).toEqual({ now: 'sealpost_runtime', login, isSuper: 'off' })
    const { rows } = await opened.database.ownerPool.query(
      `select pg_has_role($1, $2, 'member') as member, (select count(*)::int from pg_class where relowner = $1::regrole) as owns`,
      [login, owner],
    )
    expect(rows).toEqual([{ member: false, owns: 0 }])
  })

  test.each(['reset role', 'reset all', 'set role none', 'reset session authorization', 'set role to default'])(
    'is the owner after no: %s',
    async (statement) => {
      const { owner, login } = names()
      const after = await run(statement)
      expect([login, 'sealpost_runtime']).toContain(after?.now)
      expect(after).toMatchObject({ login, isSuper: 'off' })
      expect(after?.now).not.toBe(owner)
    },
  )

  test('cannot become the owner or more than it is, whatever it runs, before and after it lets go of its role', async () => {
    const { owner, login } = names()
    const got: string[] = []
    const tried = attempts(owner, login)
    for (const statement of tried)
      for (const first of ['select 1', 'set role none'])
        await run(first, statement).then(
          () => got.push(`${first}; ${statement}`),
          () => undefined,
        )
    expect(tried.length).toBeGreaterThan(30)
    // These two end without an error and without an effect: nothing is granted, and no connection is found.
    const idle = [/pg_terminate_backend/, /grant all/]
    expect(got.filter((statement) => !idle.some((pattern) => pattern.test(statement)))).toEqual([])
    const { rows } = await opened.database.ownerPool.query(
      `select from information_schema.role_table_grants where table_name = 'messages' and grantee = 'PUBLIC'`,
    )
    expect(rows).toEqual([])
  })

  test('needs its own password: neither a wrong one nor the owner’s is taken', async () => {
    const { owner, login } = names()
    const { password } = new URL(opened.url)
    for (const [user, tried] of [
      [login, 'wrong'],
      [login, password],
      [owner, 'wrong'],
      [owner, new URL(opened.database.runtimeLogin.url).password],
    ] as const) {
      const client = new pg.Client({ connectionString: withUser(opened.url, user, tried) })
      await expect(client.connect()).rejects.toThrow(/password/)
    }
  })
})

describe('a login', () => {
  test('whose password is no longer right gets it back at the next start', async () => {
    const { user } = world.database.runtimeLogin
    await world.database.ownerPool.query(`alter role ${user} password 'another'`)
    await migrate(world.database, [])
    const again = openDatabase(world.url, log)
    expect(await again.withoutOrganisation(async () => 'in')).toBe('in')
    await again.close()
  })

  test.runIf(isSuperuser)(
    'that an administrator named is used as it is, and refused when it is more than a login of requests',
    async () => {
      const user = `l_${randomBytes(4).toString('hex')}`
      const admin = world.database.ownerPool
      await admin.query(`create role ${user} login password 'login' in role sealpost_runtime`)
      const runtimeUrl = withUser(world.url, user, 'login')
      const database = openDatabase(world.url, log, { runtimeUrl })
      await migrate(database, [])
      expect(
        await database.withoutOrganisation(
          async (tx) => (await sql<{ login: string }>`select session_user as login`.execute(tx)).rows,
        ),
      ).toEqual([{ login: user }])
      for (const more of ['superuser', 'bypassrls', 'createrole', 'createdb', 'replication']) {
        await admin.query(`alter role ${user} ${more}`)
        await expect(migrate(database, [])).rejects.toMatchObject({ code: 'database.unsafe-login' })
        await admin.query(`alter role ${user} no${more}`)
      }
      await admin.query(`grant pg_read_server_files to ${user}`)
      await expect(migrate(database, [])).rejects.toMatchObject({ code: 'database.unsafe-login' })
      await database.close()
      const asOwner = openDatabase(world.url, log, { runtimeUrl: world.url })
      await expect(migrate(asOwner, [])).rejects.toMatchObject({ code: 'database.unsafe-login' })
      await asOwner.close()
      await admin.query(`drop role ${user}`)
    },
  )

  test('has another name and another password for another owner, and none without a secret to derive them from', () => {
    const one = runtimeLoginFor('postgresql://a:secret@h/db')
    const two = runtimeLoginFor('postgresql://a:other@h/db')
    expect(one.user).toMatch(/^sealpost_login_[0-9a-f]{16}$/)
    expect(one).toEqual(runtimeLoginFor('postgresql://a:secret@h/db'))
    expect(one.user).not.toBe(two.user)
    expect(one.url).not.toContain('secret')
    expect(() => runtimeLoginFor('postgresql://a@h/db')).toThrow(/SEALPOST_DATABASE_RUNTIME_URL/)
    expect(runtimeLoginFor('postgresql://a@h/db', 'postgresql://b:c@h/db')).toMatchObject({ user: 'b', isOurs: false })
  })
})
