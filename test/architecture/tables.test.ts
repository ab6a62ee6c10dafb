import { describe, expect, test } from 'vitest'
import { protocolViolations, tableOwners, tableViolations, unprotectedTables } from './rules/tables.ts'
import { readFiles, readSources } from './source-files.ts'

const migrations = readFiles('src/modules/*/*/migrations/*.sql')
const sources = readSources('src')
const at = (path: string, text: string) => ({ path, text })

describe('tables', () => {
  const owners = tableOwners(migrations)

  test('are used only by the store of the module that owns them', () => {
    expect(owners.size).toBeGreaterThan(0)
    expect(sources.length).toBeGreaterThan(0)
    expect([...sources, ...migrations].flatMap((file) => tableViolations(file, owners))).toEqual([])
  })

  test('with rows of an organisation are under row-level security', () => {
    expect(unprotectedTables(migrations)).toEqual([])
  })

  test('are unknown to modules that speak a protocol', () => {
    expect([...sources, ...migrations].flatMap(protocolViolations)).toEqual([])
  })
})

describe('the guard of tables', () => {
  const migration = at('src/modules/transport/sms/migrations/0001-a.sql', 'create table sms_messages (\n  id uuid\n);')
  const mails = at('src/modules/transport/delivery/migrations/0001-a.sql', 'create table mails (\n  id uuid\n);')
  const owners = tableOwners([migration, mails])

  test('refuses a table that two modules make', () => {
    const second = at('src/modules/tenancy/audit/migrations/0001-a.sql', migration.text)
    expect(() => tableOwners([migration, second])).toThrow('is made by')
  })

  test.each([
    ['another module', 'src/modules/tenancy/audit/store.ts', 'const a = sql`select 1 from sms_messages`'],
    ['platform', 'src/platform/jobs/a.ts', "const a = 'delete from sealpost.sms_messages'"],
    ['the query builder elsewhere', 'src/modules/tenancy/audit/a.ts', "tx.selectFrom('sms_messages')"],
    ['the own module outside its store', 'src/modules/transport/sms/a.ts', "tx.selectFrom('sms_messages')"],
    [
      'a migration without a listed edge',
      'src/modules/tenancy/audit/migrations/1.sql',
      'id uuid references sms_messages',
    ],
  ])('refuses a use by %s', (_what, path, text) => {
    expect(tableViolations(at(path, text), owners)).toHaveLength(1)
  })

  test.each([
    ['the store', 'src/modules/transport/sms/store.ts', "tx.selectFrom('sms_messages')"],
    ['a foreign key along an edge', 'src/modules/secure/sealing/migrations/1.sql', 'id uuid references mails'],
    ['another word', 'src/modules/tenancy/audit/store.ts', "const a = 'select 1 from sms_messages_archive'"],
  ])('accepts %s', (_what, path, text) => {
    expect(tableViolations(at(path, text), owners)).toEqual([])
  })

  test('refuses SQL in a protocol module', () => {
    const text = 'const a = sql`select id from accounts where id = ${b}`'
    expect(protocolViolations(at('src/modules/transport/submission/a.ts', text))).toHaveLength(1)
    expect(
      protocolViolations(at('src/modules/transport/submission/a.ts', "reply('250 2.1.0 from the sender')")),
    ).toEqual([])
  })

  test('finds a table of an organisation without protection', () => {
    const table = 'create table a (\n  organisation_id uuid not null,\n  id uuid\n);\n'
    expect(unprotectedTables([at('1.sql', table)])).toEqual(['a'])
    expect(unprotectedTables([at('1.sql', `${table}-- call protect('a');`)])).toEqual(['a'])
    expect(unprotectedTables([at('1.sql', `${table}call sealpost.protect('a');`)])).toEqual([])
  })
})
