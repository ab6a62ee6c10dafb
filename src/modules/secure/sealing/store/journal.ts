import { sql } from 'kysely'
import type { ContentId, MessageId, OrganisationId } from '../../../../lib/id/identifiers.ts'
import type { Tx } from '../../../../platform/database/database.ts'

export interface JournalRow {
  organisation_id: OrganisationId
  /** Of the message. */
  id: MessageId
  content_id: ContentId
  accepted_at: Date
  facts: string
  sealed_envelope: Buffer
  sealed_secrets: Buffer
  attempts: number
  next_attempt_at: Date
  /** The code of what went wrong last. */
  failure: string | null
}

type JournalTables = { journal: JournalRow }
const tables = (tx: Tx) => tx.withTables<JournalTables>()

export async function insertJournal(tx: Tx, rows: readonly JournalRow[]): Promise<void> {
  if (rows.length > 0)
    await tables(tx)
      .insertInto('journal')
      .values([...rows])
      .execute()
}

/** The oldest that are due, held until the transaction ends; those that another process holds are left to it. */
export function lockDue(tx: Tx, due: { readonly asOf: Date; readonly limit: number }): Promise<JournalRow[]> {
  return tables(tx)
    .selectFrom('journal')
    .selectAll()
    .where('next_attempt_at', '<=', due.asOf)
    .orderBy('id')
    .limit(due.limit)
    .forUpdate()
    .skipLocked()
    .execute()
}

/** Waits for whoever holds it; undefined when it has been written. */
export function lockJournal(tx: Tx, id: MessageId): Promise<JournalRow | undefined> {
  return tables(tx).selectFrom('journal').selectAll().where('id', '=', id).forUpdate().executeTakeFirst()
}

export async function removeJournal(tx: Tx, ids: readonly MessageId[]): Promise<void> {
  await tables(tx)
    .deleteFrom('journal')
    .where(({ eb, val }) => eb('id', '=', eb.fn.any(val([...ids]))))
    .execute()
}

export async function deferJournal(
  tx: Tx,
  id: MessageId,
  failed: Pick<JournalRow, 'attempts' | 'next_attempt_at' | 'failure'>,
): Promise<void> {
  await tables(tx).updateTable('journal').set(failed).where('id', '=', id).execute()
}

export async function organisationsWithJournal(tx: Tx, asOf: Date): Promise<OrganisationId[]> {
  const { rows } = await sql<{ id: OrganisationId }>`select organisations_with_journal(${asOf}) as id`.execute(tx)
  return rows.map((row) => row.id)
}

/** Of all organisations. */
export interface JournalState {
  /** Not tried yet. */
  readonly waiting: number
  /** Tried, and to be tried again. */
  readonly failing: number
  readonly oldest: Date | null
}

export async function readJournalState(tx: Tx): Promise<JournalState> {
  const { rows } = await sql<{
    waiting: string
    failing: string
    oldest: Date | null
  }>`select waiting, failing, oldest from journal_state()`.execute(tx)
  const [row] = rows
  return { waiting: Number(row?.waiting ?? 0), failing: Number(row?.failing ?? 0), oldest: row?.oldest ?? null }
}
