import { sql } from 'kysely'
import { expect } from 'vitest'
import type { OrganisationId } from '../../src/lib/id/identifiers.ts'
import type { Database, Tx } from '../../src/platform/database/database.ts'

const permissionDenied = '42501'

async function outcomeOf(work: Promise<{ readonly numAffectedRows?: bigint }>): Promise<string> {
  try {
    const { numAffectedRows } = await work
    return `${numAffectedRows ?? 0n} rows`
  } catch (error) {
    return error instanceof Error && 'code' in error ? String(error.code) : 'unknown'
  }
}

/**
 * Promise 5 for one table: with the run-time role, a transaction of `stranger` neither sees nor changes nor adds rows of
 * `owner`. The table must hold a row of the owner, or the test would prove nothing.
 */
export async function expectTenantIsolation(
  database: Database,
  table: string,
  { owner, stranger }: { readonly owner: OrganisationId; readonly stranger: OrganisationId },
): Promise<void> {
  const target = sql.table(`sealpost.${table}`)
  const own = await database.ownerPool.query<{ row: unknown }>(
    `select to_jsonb(t) as row from sealpost.${table} t where organisation_id = $1 limit 1`,
    [owner],
  )
  expect(own.rows, `${table} holds no row of the owner`).toHaveLength(1)
  const asStranger = (work: (tx: Tx) => Promise<{ readonly numAffectedRows?: bigint }>) =>
    outcomeOf(database.withOrganisation(stranger, work))
  const visible = await database.withOrganisation(stranger, (tx) =>
    sql`select 1 from ${target} where organisation_id = ${owner}`.execute(tx),
  )
  expect(visible.rows, `${table} shows rows of another organisation`).toHaveLength(0)
  const harmless = ['0 rows', permissionDenied]
  const changed = await asStranger((tx) =>
    sql`update ${target} set organisation_id = ${stranger} where organisation_id = ${owner}`.execute(tx),
  )
  expect(harmless, `${table} lets another organisation update`).toContain(changed)
  const removed = await asStranger((tx) => sql`delete from ${target} where organisation_id = ${owner}`.execute(tx))
  expect(harmless, `${table} lets another organisation delete`).toContain(removed)
  const added = await asStranger((tx) =>
    sql`insert into ${target} select * from jsonb_populate_record(null::${target}, ${JSON.stringify(own.rows[0]?.row)})`.execute(
      tx,
    ),
  )
  expect(added, `${table} lets another organisation insert`).toBe(permissionDenied)
}
