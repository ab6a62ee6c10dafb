import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { forgeAudit } from '../../../../test/harness/forge-audit.ts'
import { createTestDeps, type TestDeps } from '../../../../test/harness/test-deps.ts'
import type { OrganisationId } from '../../../lib/id/identifiers.ts'
import { uuidV7 } from '../../../lib/id/uuid-v7.ts'
import { createTransitKey } from '../../../platform/transit/transit-key.ts'
import { createAudit, type Audit } from './index.ts'

let deps: TestDeps
let audit: Audit
beforeAll(async () => {
  deps = await createTestDeps()
  audit = createAudit(deps)
})
afterAll(() => deps.close())

const newOrganisation = () => uuidV7<OrganisationId>(deps.clock.now().getTime())
const record = (organisationId: OrganisationId, action: `${string}.${string}`) =>
  deps.database.withOrganisation(organisationId, (tx) =>
    audit.record(tx, { organisationId, action, actor: { kind: 'command' }, detail: { b: 1, a: 'x' } }),
  )

async function withThree(): Promise<OrganisationId> {
  const organisationId = newOrganisation()
  for (const action of ['a.one', 'a.two', 'a.three'] as const) {
    deps.clock.advance(1)
    await record(organisationId, action)
  }
  await audit.chainAll()
  return organisationId
}

const tamper = (text: string, values: readonly unknown[]) => forgeAudit(deps.database.ownerPool, [[text, ...values]])

describe('the chain', () => {
  test('links every recorded entry and verifies', async () => {
    const organisationId = await withThree()
    expect(await audit.verify(organisationId)).toMatchObject({ intact: true, entries: 3, waiting: 0, problem: null })
  })

  test('an entry whose transaction failed is not in the log', async () => {
    const organisationId = newOrganisation()
    const failing = deps.database.withOrganisation(organisationId, async (tx) => {
      await audit.record(tx, { organisationId, action: 'a.lost', actor: { kind: 'system' } })
      throw new Error('rolled back')
    })
    await expect(failing).rejects.toThrow('rolled back')
    await audit.chainAll()
    expect((await audit.verify(organisationId)).entries).toBe(0)
  })

  test('leaves nothing waiting, and passes over what is linked already', async () => {
    const organisationId = await withThree()
    const waiting = async () => {
      const { rows } = await deps.database.ownerPool.query(
        'select from sealpost.unchained_entries where organisation_id = $1',
        [organisationId],
      )
      return rows.length
    }
    expect(await waiting()).toBe(0)
    await deps.database.ownerPool.query(
      'insert into sealpost.unchained_entries select organisation_id, id from sealpost.audit_entries where organisation_id = $1',
      [organisationId],
    )
    await record(organisationId, 'a.four')
    await audit.chainAll()
    expect(await waiting()).toBe(0)
    expect(await audit.verify(organisationId)).toMatchObject({ intact: true, entries: 4 })
  })

  test('keeps an entry whose text was cut inside a character or holds NUL', async () => {
    const organisationId = newOrganisation()
    await deps.database.withOrganisation(organisationId, (tx) =>
      audit.record(tx, {
        organisationId,
        action: 'a.odd',
        actor: { kind: 'system' },
        detail: { recipients: 'x\u0000y \ud83d' },
      }),
    )
    await audit.chainAll()
    expect(await audit.verify(organisationId)).toMatchObject({ intact: true, entries: 1 })
  })

  test('two chainers at once give one unbroken chain', async () => {
    const organisationId = newOrganisation()
    await Promise.all(Array.from({ length: 20 }, () => record(organisationId, 'a.many')))
    await Promise.all([audit.chainAll(), audit.chainAll(), audit.chainAll()])
    expect(await audit.verify(organisationId)).toMatchObject({ intact: true, entries: 20 })
  })
})

describe('tampering is found', () => {
  test('a changed entry', async () => {
    const organisationId = await withThree()
    await tamper(
      `update sealpost.audit_entries set actor_label = 'someone else' where organisation_id = $1 and action = 'a.two'`,
      [organisationId],
    )
    expect(await audit.verify(organisationId)).toMatchObject({ intact: false, problem: 'entry 2 was changed' })
  })

  test('a removed entry', async () => {
    const organisationId = await withThree()
    await tamper(`delete from sealpost.audit_entries where organisation_id = $1 and action = 'a.two'`, [organisationId])
    expect(await audit.verify(organisationId)).toMatchObject({
      intact: false,
      problem: 'the record of entry 2 was removed',
    })
  })

  test('a removed entry together with its link', async () => {
    const organisationId = await withThree()
    await tamper('delete from sealpost.audit_chain where organisation_id = $1 and sequence = 2', [organisationId])
    expect(await audit.verify(organisationId)).toMatchObject({ intact: false, problem: 'entry 2 is missing' })
  })

  test('a chainer with another secret links nothing: the entries are not its own', async () => {
    const organisationId = newOrganisation()
    await record(organisationId, 'a.one')
    expect(await createAudit({ ...deps, transit: createTransitKey(randomBytes(32)) }).chainAll()).toBe(0)
    expect(await audit.verify(organisationId)).toMatchObject({ intact: true, entries: 0, waiting: 1 })
  })

  test('an entry that was kept from the chainer', async () => {
    const organisationId = newOrganisation()
    await record(organisationId, 'a.hidden')
    await deps.database.ownerPool.query('delete from sealpost.unchained_entries where organisation_id = $1', [
      organisationId,
    ])
    await audit.chainAll()
    deps.clock.advance(11 * 60_000)
    expect(await audit.verify(organisationId)).toMatchObject({ intact: false, waiting: 1 })
  })

  test('a cut-off end, against a head that was noted before', async () => {
    const organisationId = await withThree()
    const { head } = await audit.verify(organisationId)
    await tamper('delete from sealpost.audit_chain where organisation_id = $1 and sequence = 3', [organisationId])
    await tamper(`delete from sealpost.audit_entries where organisation_id = $1 and action = 'a.three'`, [
      organisationId,
    ])
    expect(await audit.verify(organisationId, head)).toMatchObject({
      intact: false,
      problem: 'the noted head is no longer part of the chain',
    })
  })
})

describe('promise 6: what is logged stays logged', () => {
  test.each(['update sealpost.audit_entries set action = $1', 'delete from sealpost.audit_entries where action = $1'])(
    'the owner cannot run: %s',
    async (statement) => {
      await withThree()
      await expect(deps.database.ownerPool.query(statement, ['a.one'])).rejects.toThrow('inserts only')
    },
  )

  test('the owner cannot truncate', async () => {
    await expect(deps.database.ownerPool.query('truncate sealpost.audit_entries')).rejects.toThrow('inserts only')
  })

  test('the run-time role has neither update nor delete', async () => {
    const { rows } = await deps.database.ownerPool.query(
      `select privilege_type from information_schema.role_table_grants where grantee = 'sealpost_runtime' and table_name in ('audit_entries', 'audit_chain')`,
    )
    expect(new Set(rows.map((row: { privilege_type: string }) => row.privilege_type))).toEqual(
      new Set(['SELECT', 'INSERT']),
    )
  })

  test('another organisation sees none of it', async () => {
    await withThree()
    expect(await audit.verify(newOrganisation())).toMatchObject({ entries: 0, waiting: 0 })
  })
})
