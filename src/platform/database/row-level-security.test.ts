import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { idOf, newId } from '../../../test/harness/identifiers.ts'
import { createTestDatabase, type TestDatabase } from '../../../test/harness/test-database.ts'

/** One look at all tables of all modules, whoever adds one. */
let world: TestDatabase
beforeAll(async () => {
  world = await createTestDatabase()
})
afterAll(() => world.close())

type Row = Readonly<Record<string, string>>
const query = async (text: string): Promise<Row[]> => (await world.database.ownerPool.query<Row>(text)).rows

/** Tables that belong to no organisation; each is a decision. The run-time role has no right on any but those marked. */
const withoutOrganisation: Readonly<Record<string, string>> = {
  migrations: '',
  installation: '',
  job_workers: '',
  sign_in_failures: 'counted before it is known whose account a name is; holds keyed hashes only',
  sign_in_lockouts: 'an internet address belongs to no organisation; it is under the transit key',
  sign_in_lockout_names: 'names tried from a locked address, as keyed hashes, most of them of no account',
  mta_sts_policies: 'what receiving domains publish for everybody; says which domains get mail, not from whom',
  sms_outbox: 'the demo’s outside world; a policy of its own hides it from every transaction with an organisation',
}

const tables = `select c.relname as name, c.relrowsecurity as secured, pg_get_userbyid(c.relowner) as owner,
    exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'organisation_id' and not a.attisdropped) as tenant
  from pg_class c where c.relnamespace = 'sealpost'::regnamespace and c.relkind in ('r', 'p', 'f', 'm', 'v')`

describe('every table with an organisation', () => {
  test('is there to be looked at', async () => {
    expect((await query(`select * from (${tables}) t where tenant`)).length).toBeGreaterThan(15)
  })

  test('has row-level security on', async () => {
    expect(await query(`select name from (${tables}) t where tenant and not secured`)).toEqual([])
  })

  test('has one policy, for everything, that compares the organisation on reading and on writing', async () => {
    const rows =
      await query(`select t.name, p.policyname, p.permissive, p.cmd, p.qual, p.with_check, p.roles::text as roles
      from (${tables}) t left join pg_policies p on p.schemaname = 'sealpost' and p.tablename = t.name where tenant`)
    const condition = '(organisation_id = sealpost.current_organisation())'
    const policy = { policyname: 'tenant', cmd: 'ALL', qual: condition, with_check: condition, roles: '{public}' }
    expect(rows).toEqual(rows.map(({ name }) => ({ name, permissive: 'PERMISSIVE', ...policy })))
  })

  test('begins its primary key with the organisation, so that it can be spread over servers', async () => {
    const rows = await query(`select t.name, (
        select a.attname from pg_index i join pg_attribute a on a.attrelid = i.indrelid and a.attnum = i.indkey[0]
        where i.indrelid = ('sealpost.' || quote_ident(t.name))::regclass and i.indisprimary) as first
      from (${tables}) t where tenant`)
    expect(rows.filter(({ first }) => first !== 'organisation_id')).toEqual([])
  })
})

describe('a table without an organisation', () => {
  test('is one that was decided on', async () => {
    const rows = await query(`select name from (${tables}) t where not tenant`)
    expect(rows.map(({ name = '' }) => name).filter((name) => !(name in withoutOrganisation))).toEqual([])
  })

  test('is out of reach of the run-time role, unless the decision says why not', async () => {
    const rows = await query(`select distinct table_name as name from information_schema.role_table_grants
      where table_schema = 'sealpost' and grantee in ('sealpost_runtime', 'PUBLIC')`)
    const reachable = rows.map(({ name = '' }) => name).filter((name) => withoutOrganisation[name] === '')
    expect(reachable).toEqual([])
  })
})

describe('the run-time role', () => {
  test('cannot log in, is above nothing and is a member of nothing', async () => {
    expect(
      await query(`select rolsuper, rolinherit, rolcreaterole, rolcreatedb, rolcanlogin, rolreplication, rolbypassrls
        from pg_roles where rolname = 'sealpost_runtime'`),
    ).toMatchObject([
      {
        rolsuper: false,
        rolcreaterole: false,
        rolcreatedb: false,
        rolcanlogin: false,
        rolreplication: false,
        rolbypassrls: false,
      },
    ])
    expect(await query(`select from pg_auth_members where member = 'sealpost_runtime'::regrole`)).toEqual([])
  })

  test('owns nothing', async () => {
    expect(
      await query(`select 'relation ' || relname as what from pg_class where relowner = 'sealpost_runtime'::regrole
        union all select 'function ' || proname from pg_proc where proowner = 'sealpost_runtime'::regrole
        union all select 'schema ' || nspname from pg_namespace where nspowner = 'sealpost_runtime'::regrole
        union all select 'type ' || typname from pg_type where typowner = 'sealpost_runtime'::regrole`),
    ).toEqual([])
  })

  test('may read and write rows, nothing more: no truncating, no triggers, no new tables', async () => {
    const rows = await query(`select distinct privilege_type as privilege from information_schema.role_table_grants
      where table_schema = 'sealpost' and grantee = 'sealpost_runtime' order by 1`)
    expect(rows.map(({ privilege }) => privilege)).toEqual(['DELETE', 'INSERT', 'SELECT', 'UPDATE'])
    expect(await query(`select has_schema_privilege('sealpost_runtime', 'sealpost', 'CREATE') as may`)).toEqual([
      { may: false },
    ])
    expect(await query(`select has_schema_privilege('sealpost_runtime', 'graphile_worker', 'USAGE') as may`)).toEqual([
      { may: false },
    ])
  })

  test('adds to the audit tables and changes nothing in them', async () => {
    const rows = await query(`select table_name || ' ' || string_agg(privilege_type, ' ' order by privilege_type) as may
      from information_schema.role_table_grants where grantee = 'sealpost_runtime' and table_name like 'audit%' group by table_name order by 1`)
    expect(rows.map(({ may }) => may)).toEqual(['audit_chain INSERT SELECT', 'audit_entries INSERT SELECT'])
  })
})

describe('a function that looks past row-level security', () => {
  const definers = `select p.oid, p.proname as name, p.proconfig::text as config, p.proacl::text as acl, p.proowner
    from pg_proc p where p.pronamespace = 'sealpost'::regnamespace and p.prosecdef`

  test('cannot be led astray: its search path is fixed and ends with the temporary schema', async () => {
    const rows = await query(definers)
    expect(rows.length).toBeGreaterThan(5)
    expect(rows.filter(({ config = '' }) => !/search_path=(sealpost|pg_catalog), pg_temp/.test(config))).toEqual([])
  })

  test('is for the run-time role only', async () => {
    const rows = await query(`select name from (${definers}) d where has_function_privilege('public', oid, 'EXECUTE')`)
    expect(rows).toEqual([])
  })
})

describe('a request', () => {
  const countMessages = sql<{ count: number }>`select count(*)::int as count from messages`

  test('sees nothing without an organisation, nor with one that does not exist', async () => {
    const { database } = world
    expect((await database.withoutOrganisation((tx) => countMessages.execute(tx))).rows).toEqual([{ count: 0 }])
    expect((await database.withOrganisation(newId(), (tx) => countMessages.execute(tx))).rows).toEqual([{ count: 0 }])
  })

  test('runs as the run-time role, and resetting the role changes nothing', async () => {
    const who = (statement: string) =>
      world.database.withoutOrganisation(async (tx) => {
        await sql.raw(statement).execute(tx)
        return (await sql<{ role: string }>`select current_user as role`.execute(tx)).rows
      })
    expect(await who('select 1')).toEqual([{ role: 'sealpost_runtime' }])
    expect(await who('reset role')).toEqual([{ role: 'sealpost_runtime' }])
    expect(await who('reset all')).toEqual([{ role: 'sealpost_runtime' }])
  })

  test('leaves no organisation behind on the connection it used', async () => {
    const { database } = world
    await database.withOrganisation(newId(), async () => undefined)
    const seen = await Promise.all(
      Array.from({ length: 20 }, () =>
        database.withoutOrganisation(async (tx) => {
          const { rows } = await sql<{ id: string | null }>`select current_organisation() as id`.execute(tx)
          return rows[0]?.id
        }),
      ),
    )
    expect(new Set(seen)).toEqual(new Set([null]))
  })

  test.each(['', "x' or '1'='1", '019ab000-0000-7000-8000-00000000000G'])(
    'is not run for the organisation “%s”',
    async (id) => {
      await expect((async () => world.database.withOrganisation(idOf(id), async () => 'in'))()).rejects.toMatchObject({
        code: 'database.bad-organisation',
      })
    },
  )
})
