import { sql } from 'kysely'
import type { OrganisationId } from '../../../lib/id/identifiers.ts'
import type { Tx } from '../../../platform/database/database.ts'
import type { BoundAuditEntry, StoredAuditEntry } from './audit-entry.ts'

export interface ChainLink {
  readonly organisation_id: OrganisationId
  readonly sequence: number
  readonly entry_id: string
  readonly entry_hash: Buffer
  readonly hash: Buffer
}

type AuditTables = {
  audit_entries: BoundAuditEntry
  audit_chain: Omit<ChainLink, 'sequence'> & { sequence: string | number }
  unchained_entries: { organisation_id: OrganisationId; entry_id: string }
}

export async function insertEntries(tx: Tx, entries: readonly BoundAuditEntry[]): Promise<void> {
  const rows = entries.map((entry) => ({
    ...entry,
    detail: sql<StoredAuditEntry['detail']>`${JSON.stringify(entry.detail)}::jsonb`,
  }))
  await tx.withTables<AuditTables>().insertInto('audit_entries').values(rows).execute()
}

/** The oldest entries that were noted when they were recorded and never linked since. */
export async function readWaiting(tx: Tx, limit: number): Promise<{ ids: string[]; entries: BoundAuditEntry[] }> {
  const tables = tx.withTables<AuditTables>()
  const rows = await tables
    .selectFrom('unchained_entries')
    .select('entry_id')
    .orderBy('entry_id')
    .limit(limit)
    .execute()
  const ids = rows.map((row) => row.entry_id)
  const entries = await tables
    .selectFrom('audit_entries as e')
    .selectAll('e')
    .where(({ eb, val }) => eb('e.id', '=', eb.fn.any(val(ids))))
    .where(({ not, exists, selectFrom }) =>
      not(exists(selectFrom('audit_chain as c').whereRef('c.entry_id', '=', 'e.id').select('c.sequence'))),
    )
    .orderBy('e.id')
    .execute()
  return { ids, entries }
}

export async function removeWaiting(tx: Tx, ids: readonly string[]): Promise<void> {
  await tx
    .withTables<AuditTables>()
    .deleteFrom('unchained_entries')
    .where(({ eb, val }) => eb('entry_id', '=', eb.fn.any(val([...ids]))))
    .execute()
}

/** Entries that no link names, oldest first, whether or not they were noted. Looks through all entries: for verification. */
export function readUnchained(tx: Tx, limit: number): Promise<BoundAuditEntry[]> {
  return tx
    .withTables<AuditTables>()
    .selectFrom('audit_entries as e')
    .selectAll('e')
    .where(({ not, exists, selectFrom }) =>
      not(exists(selectFrom('audit_chain as c').whereRef('c.entry_id', '=', 'e.id').select('c.sequence'))),
    )
    .orderBy('e.id')
    .limit(limit)
    .execute()
}

export async function readHead(tx: Tx): Promise<ChainLink | undefined> {
  const row = await tx
    .withTables<AuditTables>()
    .selectFrom('audit_chain')
    .selectAll()
    .orderBy('sequence', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row === undefined ? undefined : { ...row, sequence: Number(row.sequence) }
}

export async function readHashAt(tx: Tx, sequence: number): Promise<Buffer | undefined> {
  const row = await tx
    .withTables<AuditTables>()
    .selectFrom('audit_chain')
    .select('hash')
    .where('sequence', '=', sequence)
    .executeTakeFirst()
  return row?.hash
}

export async function insertLinks(tx: Tx, links: readonly ChainLink[]): Promise<void> {
  await tx
    .withTables<AuditTables>()
    .insertInto('audit_chain')
    .values([...links])
    .execute()
}

/** Links after `sequence` with their entries; a missing entry is null. */
export async function readLinks(
  tx: Tx,
  sequence: number,
  limit: number,
): Promise<{ link: ChainLink; entry: BoundAuditEntry | null }[]> {
  const tables = tx.withTables<AuditTables>()
  const rows = await tables
    .selectFrom('audit_chain')
    .selectAll()
    .where('sequence', '>', sequence)
    .orderBy('sequence')
    .limit(limit)
    .execute()
  const ids = rows.map((row) => row.entry_id)
  const entries =
    ids.length === 0 ? [] : await tables.selectFrom('audit_entries').selectAll().where('id', 'in', ids).execute()
  const byId = new Map(entries.map((entry) => [entry.id, entry]))
  return rows.map((row) => ({
    link: { ...row, sequence: Number(row.sequence) },
    entry: byId.get(row.entry_id) ?? null,
  }))
}

/** Held to the end of the transaction: one chainer at a time per organisation. */
export async function lockChain(tx: Tx, organisationId: OrganisationId): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`audit:${organisationId}`}, 0))`.execute(tx)
}

export async function organisationsToChain(tx: Tx): Promise<OrganisationId[]> {
  const { rows } = await sql<{ id: OrganisationId }>`select organisations_to_chain() as id`.execute(tx)
  return rows.map((row) => row.id)
}

export async function chainedOrganisations(tx: Tx): Promise<OrganisationId[]> {
  const { rows } = await sql<{ id: OrganisationId }>`select chained_organisations() as id`.execute(tx)
  return rows.map((row) => row.id)
}
