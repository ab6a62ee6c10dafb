import { randomBytes } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import pg from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createTestDatabase, isSuperuser, type TestDatabase } from '../../../test/harness/test-database.ts'
import { createLog } from '../log/log.ts'
import { openDatabase, type Database } from './database.ts'
import { migrate, type ModuleMigrations } from './migrate.ts'

let parent = ''
let own: TestDatabase
beforeAll(async () => {
  parent = await mkdtemp(join(tmpdir(), 'sealpost-migrations-'))
  own = await createTestDatabase()
})
afterAll(async () => {
  await own.close()
  await rm(parent, { recursive: true, force: true })
})

let migrations: ModuleMigrations
let folder = ''
let table = ''
beforeEach(async () => {
  folder = await mkdtemp(join(parent, 'module-'))
  table = `t_${randomBytes(4).toString('hex')}`
  migrations = { module: table, folder: pathToFileURL(`${folder}/`) }
})

const write = (name: string, text: string) => writeFile(join(folder, name), text)
const run = async () => [...(await migrate(own.database, [migrations]))]
const exists = async (name: string) => {
  const { rows } = await own.database.ownerPool.query(`select to_regclass('sealpost.${name}') as found`)
  return rows[0].found !== null
}

describe('migrations', () => {
  test('are applied in the order of their names, once each', async () => {
    await write('0002-fill.sql', `insert into ${table} values (1);`)
    await write('0001-make.sql', `create table ${table} (n int);`)
    expect(await run()).toEqual([`${table}/0001-make.sql`, `${table}/0002-fill.sql`])
    expect(await run()).toEqual([])
    await write('0003-more.sql', `insert into ${table} values (2);`)
    expect(await run()).toEqual([`${table}/0003-more.sql`])
    const { rows } = await own.database.ownerPool.query(`select n from sealpost.${table} order by n`)
    expect(rows).toEqual([{ n: 1 }, { n: 2 }])
  })

  test('are all or nothing, over all modules', async () => {
    await write('0001-make.sql', `create table ${table} (n int);`)
    await write('0002-broken.sql', `insert into ${table} values ('not a number');`)
    await expect(run()).rejects.toThrow()
    expect(await exists(table)).toBe(false)
    await write('0002-broken.sql', `insert into ${table} values (1);`)
    expect(await run()).toHaveLength(2)
  })

  test('that were changed after they were applied are refused by name, and nothing else is applied', async () => {
    await write('0001-make.sql', `create table ${table} (n int);`)
    await run()
    await write('0001-make.sql', `create table ${table} (n bigint);`)
    await write('0002-next.sql', `create table ${table}_2 (n int);`)
    await expect(run()).rejects.toMatchObject({
      code: 'database.migration-changed',
      publicText: expect.stringContaining(`${table}/0001-make.sql`),
    })
    expect(await exists(`${table}_2`)).toBe(false)
  })

  test('are applied once when eight processes start at the same time', async () => {
    await write('0001-make.sql', `create table ${table} (n int); insert into ${table} values (1);`)
    const databases = Array.from({ length: 8 }, () => openDatabase(own.url, createLog('error')))
    const applied = await Promise.all(databases.map((database) => migrate(database, [migrations])))
    const counts = applied.map(({ size }) => size)
    expect(counts.toSorted((a, b) => a - b)).toEqual([0, 0, 0, 0, 0, 0, 0, 1])
    await Promise.all(databases.map((database) => database.close()))
  })

  test('are files with a number and a name; anything else in the folder is left alone', async () => {
    await write('0001-make.sql', `create table ${table} (n int);`)
    await write('notes.sql', 'this is not SQL')
    await write('0002-Draft.sql.bak', 'neither is this')
    expect(await run()).toEqual([`${table}/0001-make.sql`])
  })
})

describe.runIf(isSuperuser)('a database whose user is not a superuser', () => {
  let owner = ''
  let database: Database
  async function openAs(prepare: (client: pg.Client, name: string) => Promise<unknown>): Promise<void> {
    owner = `o_${randomBytes(4).toString('hex')}`
    const admin = new pg.Client({ connectionString: own.url })
    await admin.connect()
    await admin.query(`create role ${owner} login password 'owner'`)
    await admin.query(`create database ${owner} owner ${owner}`)
    await prepare(admin, owner)
    await admin.end()
    const url = new URL(own.url)
    url.username = owner
    url.password = 'owner'
    url.pathname = `/${owner}`
    const login = new URL(url.href)
    login.username = `${owner}_login`
    database = openDatabase(url.href, createLog('error'), { runtimeUrl: login.href })
  }
  async function drop(): Promise<void> {
    await database.close()
    await own.database.ownerPool.query(`drop database ${owner} with (force)`)
    await own.database.ownerPool.query(`drop role if exists ${owner}_login`)
    await own.database.ownerPool.query(`drop role ${owner}`)
  }

  test('is prepared when an administrator has made the login of requests, as the error text says', async () => {
    await openAs(async (admin, name) => {
      await admin.query(`create role ${name}_login login password 'owner'`)
      await admin.query(`grant sealpost_runtime to ${name}_login`)
    })
    expect([...(await migrate(database, []))]).toEqual([])
    expect(await database.withoutOrganisation(async () => 'in')).toBe('in')
    await drop()
  })

  test('and without that login says what an administrator has to do', async () => {
    await openAs(() => Promise.resolve())
    const url = new URL(own.url)
    url.username = owner
    url.password = 'owner'
    url.pathname = `/${owner}`
    const withoutLogin = openDatabase(url.href, createLog('error'))
    await expect(migrate(withoutLogin, [])).rejects.toMatchObject({
      code: 'database.no-role',
      publicText: expect.stringContaining('GRANT sealpost_runtime TO'),
    })
    await withoutLogin.close()
    await drop()
  })
})

test.runIf(isSuperuser)('a run-time role above row-level security is refused', async () => {
  const { ownerPool } = own.database
  const client = await ownerPool.connect()
  try {
    await client.query('begin')
    await client.query('alter role sealpost_runtime bypassrls')
    const seen = await client.query(`select from pg_roles where rolname = 'sealpost_runtime' and rolbypassrls`)
    expect(seen.rows).toHaveLength(1)
    const sameConnection = { ...own.database, ownerPool: { connect: async () => withSavepoints(client) } }
    // The change must not be committed: other tests share the role.
    await expect(migrate(sameConnection as unknown as Database, [])).rejects.toMatchObject({
      code: 'database.unsafe-role',
    })
  } finally {
    await client.query('rollback')
    client.release()
  }
})

/** Lets `migrate` believe that it has a transaction of its own inside the test's. */
function withSavepoints(client: pg.PoolClient) {
  const instead: Record<string, string> = {
    begin: 'savepoint migration',
    rollback: 'rollback to savepoint migration',
    commit: 'release savepoint migration',
  }
  return {
    query: (text: string, values?: unknown[]) => client.query(instead[text] ?? text, values),
    release: () => undefined,
  }
}
