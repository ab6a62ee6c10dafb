import { readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { forgeAudit, type Statement } from '../../../../test/harness/forge-audit.ts'
import { createTestDeps, type TestDeps } from '../../../../test/harness/test-deps.ts'
import type { OrganisationId } from '../../../lib/id/identifiers.ts'
import { uuidV7 } from '../../../lib/id/uuid-v7.ts'
import { createTransitKey } from '../../../platform/transit/transit-key.ts'
import { chainStart, hashEntry, hashLink } from './audit-entry.ts'
import { createAudit, type Audit } from './index.ts'

/** What somebody does who can write the database as they like, with the owner's rights, and lacks the data folder. */
let deps: TestDeps
let audit: Audit
beforeAll(async () => {
  deps = await createTestDeps()
  audit = createAudit(deps)
})
afterAll(() => deps.close())

const newOrganisation = () => uuidV7<OrganisationId>(deps.clock.now().getTime())
const record = (organisationId: OrganisationId, action: `${string}.${string}`) => {
  deps.clock.advance(1)
  return deps.database.withOrganisation(organisationId, (tx) =>
    audit.record(tx, {
      organisationId,
      action,
      actor: { kind: 'account', label: 'anna@praxis.example' },
      detail: { n: 1 },
    }),
  )
}

async function withEntries(count: number): Promise<OrganisationId> {
  const organisationId = newOrganisation()
  for (let at = 1; at <= count; at++) await record(organisationId, `a.number-${at}`)
  await audit.chainAll()
  return organisationId
}

const tamper = (...statements: readonly Statement[]) => forgeAudit(deps.database.ownerPool, statements)
const forge = (organisationId: OrganisationId, at = new Date(0)) =>
  [
    `insert into sealpost.audit_entries (organisation_id, id, at, action, actor_kind, actor_label)
     values ($1, $2, $3, 'recipient.check-set', 'account', 'chef@praxis.example')`,
    organisationId,
    uuidV7(at.getTime()),
    at,
  ] as const
const noteWaiting = (organisationId: OrganisationId) =>
  [
    `insert into sealpost.unchained_entries select organisation_id, id from sealpost.audit_entries e where organisation_id = $1
     and not exists (select from sealpost.audit_chain c where c.organisation_id = $1 and c.entry_id = e.id) on conflict do nothing`,
    organisationId,
  ] as const
const problemOf = async (organisationId: OrganisationId) => (await audit.verify(organisationId)).problem

describe('an entry that this server did not write', () => {
  test.each([
    ['with the time of long ago', new Date('2020-01-01T00:00:00Z')],
    ['with the time of now', new Date('2026-11-21T09:00:00Z')],
  ])('gets no link and is named, %s', async (_when, at) => {
    const organisationId = await withEntries(3)
    await tamper(forge(organisationId, at), noteWaiting(organisationId))
    await audit.chainAll()
    expect(await audit.verify(organisationId)).toMatchObject({ intact: false, entries: 3 })
    expect(await problemOf(organisationId)).toMatch(/was not written by this server/)
    expect(deps.logLines.filter((line) => line.includes('audit.forged-entries')).length).toBeGreaterThan(0)
  })

  test('does not keep later entries from being linked', async () => {
    const organisationId = await withEntries(1)
    await tamper(forge(organisationId), noteWaiting(organisationId))
    await record(organisationId, 'a.later')
    await audit.chainAll()
    expect(await audit.verify(organisationId)).toMatchObject({ intact: false, entries: 2 })
  })

  test('is named when it carries the proof of another entry', async () => {
    const organisationId = await withEntries(2)
    await tamper(
      forge(organisationId),
      [
        `update sealpost.audit_entries set mac = (select mac from sealpost.audit_entries where organisation_id = $1
         and action = 'a.number-1') where organisation_id = $1 and action = 'recipient.check-set'`,
        organisationId,
      ],
      noteWaiting(organisationId),
    )
    await audit.chainAll()
    expect(await problemOf(organisationId)).toMatch(/was not written by this server/)
  })

  test('is named when it was written through the rights of the run-time role', async () => {
    const organisationId = await withEntries(1)
    const [text, ...values] = forge(organisationId)
    const client = await deps.database.ownerPool.connect()
    await client.query('begin')
    await client.query(`set local role sealpost_runtime; set local sealpost.organisation_id = '${organisationId}'`)
    await client.query(text, values)
    await client.query('commit')
    client.release()
    await audit.chainAll()
    expect(await problemOf(organisationId)).toMatch(/was not written by this server/)
  })
})

describe('an entry that is changed before it is linked', () => {
  test.each([
    ['at', `at = at - interval '1 day'`],
    ['action', `action = 'a.other'`],
    ['actor_kind', `actor_kind = 'system'`],
    ['actor_id', `actor_id = 'x'`],
    ['actor_label', `actor_label = null`],
    ['subject_kind', `subject_kind = 'x'`],
    ['subject_id', `subject_id = 'x'`],
    ['detail', `detail = '{"n": 2}'`],
    ['id', `id = '019ab000-0000-7000-8000-000000000001'`],
    ['mac', `mac = null`],
  ])('is not linked as genuine: %s', async (_column, change) => {
    const organisationId = await withEntries(1)
    await record(organisationId, 'a.young')
    await tamper(
      ['delete from sealpost.unchained_entries where organisation_id = $1', organisationId],
      [`update sealpost.audit_entries set ${change} where organisation_id = $1 and action = 'a.young'`, organisationId],
      noteWaiting(organisationId),
    )
    await audit.chainAll()
    expect(await audit.verify(organisationId)).toMatchObject({ intact: false, entries: 1 })
    expect(await problemOf(organisationId)).toMatch(/was not written by this server, or was changed/)
  })
})

describe('a cut end', () => {
  const cutFrom = (organisationId: OrganisationId, sequence: number) =>
    tamper(
      [
        `delete from sealpost.audit_entries where organisation_id = $1 and id in
         (select entry_id from sealpost.audit_chain where organisation_id = $1 and sequence >= $2)`,
        organisationId,
        sequence,
      ],
      ['delete from sealpost.audit_chain where organisation_id = $1 and sequence >= $2', organisationId, sequence],
    )

  test.each([3, 2, 1])('is named without anything noted by hand, from entry %i on', async (from) => {
    const organisationId = await withEntries(3)
    await cutFrom(organisationId, from)
    expect(await problemOf(organisationId)).toBe(
      `the end was cut off or replaced: this server has seen 3 entries, the chain ends at ${from - 1}`,
    )
  })

  test('is still named after new entries have grown over it', async () => {
    const organisationId = await withEntries(3)
    await cutFrom(organisationId, 2)
    for (let more = 0; more < 4; more++) await record(organisationId, 'a.new')
    await audit.chainAll()
    expect(await audit.verify(organisationId)).toMatchObject({ intact: false, entries: 5 })
    expect(await problemOf(organisationId)).toMatch(/this server has seen 3 entries/)
    expect(deps.logLines.some((line) => line.includes('audit.cut-off'))).toBe(true)
  })

  test('is named when an older state of all tables was put back', async () => {
    const organisationId = await withEntries(2)
    const tables = ['audit_entries', 'audit_chain', 'unchained_entries']
    const saved = tables.map((table) => `create table old_${table} as select * from sealpost.${table}`)
    await tamper(...saved.map((text) => [text] as const))
    await record(organisationId, 'a.unwelcome')
    await audit.chainAll()
    await tamper(
      ...tables.flatMap((table) => [
        [`delete from sealpost.${table} where organisation_id = $1`, organisationId] as const,
        [
          `insert into sealpost.${table} select * from old_${table} where organisation_id = $1`,
          organisationId,
        ] as const,
      ]),
      ...tables.map((table) => [`drop table old_${table}`] as const),
    )
    expect(await problemOf(organisationId)).toMatch(/this server has seen 3 entries, the chain ends at 2/)
  })

  test('is named for an organisation of which nothing at all is left', async () => {
    const organisationId = await withEntries(2)
    await cutFrom(organisationId, 1)
    expect(await audit.knownOrganisationIds()).toContain(organisationId)
    expect(await audit.verify(organisationId)).toMatchObject({ intact: false, entries: 0 })
  })
})

test('the logs of two organisations cannot be swapped', async () => {
  const [left, right] = [await withEntries(2), await withEntries(2)]
  const swapped = (table: string) =>
    [
      `update sealpost.${table} set organisation_id = case organisation_id when $1 then $2::uuid else $1::uuid end
       where organisation_id in ($1, $2)`,
      left,
      right,
    ] as const
  const unbound = ['audit_chain_pkey', 'audit_chain_organisation_id_entry_id_key']
  await tamper(
    ...unbound.map((name) => [`alter table sealpost.audit_chain drop constraint ${name}`] as const),
    swapped('audit_entries'),
    swapped('audit_chain'),
    ['alter table sealpost.audit_chain add primary key (organisation_id, sequence)'],
    ['alter table sealpost.audit_chain add unique (organisation_id, entry_id)'],
  )
  expect(await problemOf(left)).toBe('entry 1 was changed')
  expect(await problemOf(right)).toBe('entry 1 was changed')
})

test('a chain written anew with another secret is named', async () => {
  const organisationId = await withEntries(2)
  const { rows } = await deps.database.ownerPool.query(
    'select * from sealpost.audit_entries where organisation_id = $1 order by id',
    [organisationId],
  )
  const foreign = createTransitKey(randomBytes(32))
  let previous: Buffer = chainStart
  const links = rows.map((entry, at) => {
    const entryHash = hashEntry(entry)
    previous = hashLink(foreign, previous, { sequence: at + 1, entryHash })
    return [
      'update sealpost.audit_chain set entry_hash = $3, hash = $4 where organisation_id = $1 and sequence = $2',
      organisationId,
      at + 1,
      entryHash,
      previous,
    ] as const
  })
  await tamper(...links)
  expect(await problemOf(organisationId)).toBe('the chain is broken at entry 1')
})

describe('the head outside the database', () => {
  const fileOf = (organisationId: OrganisationId) => join(deps.config.dataDir, 'audit-heads', `${organisationId}.json`)

  test('is a file that only the server reads, with nothing left beside it', async () => {
    const organisationId = await withEntries(2)
    const { head } = await audit.verify(organisationId)
    expect(JSON.parse(await readFile(fileOf(organisationId), 'utf8'))).toEqual({ format: 1, organisationId, ...head })
    expect((await stat(fileOf(organisationId))).mode & 0o077).toBe(0)
    const names = await readdir(join(deps.config.dataDir, 'audit-heads'))
    expect(names.filter((name) => !/^[0-9a-f-]{36}\.json$/.test(name))).toEqual([])
  })

  test('behind the chain, as a crash before it was written leaves it, is no alarm, and the next start catches up', async () => {
    const organisationId = await withEntries(1)
    const before = await readFile(fileOf(organisationId))
    await record(organisationId, 'a.two')
    await audit.chainAll()
    await writeFile(fileOf(organisationId), before)
    expect(await audit.verify(organisationId)).toMatchObject({ intact: true, entries: 2 })
    await rm(fileOf(organisationId))
    expect(await audit.verify(organisationId)).toMatchObject({ intact: true, entries: 2 })
    const chainer = audit.start()
    await expect
      .poll(() => readFile(fileOf(organisationId), 'utf8').catch(() => ''), { timeout: 20_000 })
      .toContain('"sequence":2')
    await chainer.stop()
  })

  test('grows in several processes at once and never goes back', async () => {
    const organisationId = await withEntries(1)
    const others = Array.from({ length: 4 }, () => createAudit(deps))
    for (let round = 0; round < 5; round++) {
      await record(organisationId, 'a.more')
      await Promise.all(others.map((other) => other.chainAll()))
      expect(JSON.parse(await readFile(fileOf(organisationId), 'utf8'))).toMatchObject({ sequence: round + 2 })
    }
  })

  test.each(['', '{}', 'null', '{"format":1,"organisationId":"x","sequence":1,"hash":"00"}'])(
    'that cannot be read is named, and not written over: %j',
    async (text) => {
      const organisationId = await withEntries(1)
      await writeFile(fileOf(organisationId), text)
      await record(organisationId, 'a.two')
      await audit.chainAll().catch(() => undefined)
      expect(await problemOf(organisationId)).toMatch(/cannot be read/)
      expect(await readFile(fileOf(organisationId), 'utf8')).toBe(text)
      await rm(fileOf(organisationId))
    },
  )

  test('after a restore is let go of with an entry that says what was known, and nothing without a cut', async () => {
    const organisationId = await withEntries(3)
    const why = { actor: { kind: 'command' }, reason: 'restore of Sunday' } as const
    expect(await audit.acceptCut(organisationId, why)).toBeUndefined()
    const { head } = await audit.verify(organisationId)
    await tamper(
      ['delete from sealpost.audit_chain where organisation_id = $1 and sequence = 3', organisationId],
      [`delete from sealpost.audit_entries where organisation_id = $1 and action = 'a.number-3'`, organisationId],
    )
    expect(await audit.acceptCut(organisationId, why)).toEqual(head)
    expect(await audit.verify(organisationId)).toMatchObject({ intact: true, entries: 3 })
    const { rows } = await deps.database.ownerPool.query(
      `select detail from sealpost.audit_entries where organisation_id = $1 and action = 'audit.cut-accepted'`,
      [organisationId],
    )
    expect(rows).toEqual([{ detail: { reason: 'restore of Sunday', knownEntries: 3, knownHash: head.hash } }])
  })
})

describe('entries of a version that bound none', () => {
  const upgrade = new Set(['audit/0003-bound-entries.sql'])
  const waiting = async ({ database }: TestDeps, organisationId: OrganisationId) => {
    const { rows } = await database.ownerPool.query<{ n: number }>(
      'select count(*)::int as n from sealpost.unchained_entries where organisation_id = $1',
      [organisationId],
    )
    return rows[0]?.n
  }

  test('keep their links; what waited is linked once, on a data folder where no head is known yet', async () => {
    const old = await createTestDeps()
    const first = createAudit(old)
    const organisationId = newOrganisation()
    const write = (action: `${string}.${string}`) =>
      old.database.withOrganisation(organisationId, (tx) =>
        first.record(tx, { organisationId, action, actor: { kind: 'system' } }),
      )
    await write('a.linked')
    await first.chainAll()
    await write('a.waiting')
    await forgeAudit(old.database.ownerPool, [['update sealpost.audit_entries set mac = null']])
    await rm(join(old.config.dataDir, 'audit-heads'), { recursive: true })
    await first.migrated(new Set(['audit/0004-later.sql']))
    await first.migrated(new Set(['audit/0001-audit.sql', 'audit/0003-bound-entries.sql']))
    expect(await waiting(old, organisationId)).toBe(1)
    await first.migrated(upgrade)
    expect(await first.verify(organisationId)).toMatchObject({ intact: true, entries: 2 })
    await write('a.young')
    await forgeAudit(old.database.ownerPool, [['update sealpost.audit_entries set mac = null']])
    await first.migrated(upgrade)
    await first.chainAll()
    expect(await first.verify(organisationId)).toMatchObject({ intact: false, entries: 2 })
    await old.close()
  })
})

test('what is stored differently from how it was said is still what was bound', async () => {
  const organisationId = newOrganisation()
  const detail = { cut: 'x \ud83d', nul: 'a\0b', big: 1e21, zero: -0, yes: true, none: null, z: 1, a: 2 }
  await deps.database.withOrganisation(organisationId, (tx) =>
    audit.record(tx, { organisationId, action: 'a.odd', actor: { kind: 'system', label: 'A\0B \udc00' }, detail }),
  )
  await audit.chainAll()
  expect(await audit.verify(organisationId)).toMatchObject({ intact: true, entries: 1 })
})
