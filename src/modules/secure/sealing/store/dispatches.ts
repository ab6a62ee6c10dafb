import { sql } from 'kysely'
import type { ContentId, CopyId, MessageId, OrganisationId } from '../../../../lib/id/identifiers.ts'
import type { Tx } from '../../../../platform/database/database.ts'
import type { DispatchRow, DispatchTables, FallbackRow, PackageRow } from './dispatch-tables.ts'

const tables = (tx: Tx) => tx.withTables<DispatchTables>()

export async function insertDispatches(tx: Tx, rows: readonly DispatchRow[]): Promise<void> {
  if (rows.length > 0)
    await tables(tx)
      .insertInto('dispatches')
      .values([...rows])
      .execute()
}

export function readDispatch(tx: Tx, messageId: MessageId): Promise<DispatchRow | undefined> {
  return tables(tx).selectFrom('dispatches').selectAll().where('message_id', '=', messageId).executeTakeFirst()
}

export async function organisationsWithOldDispatches(tx: Tx, asOf: Date): Promise<OrganisationId[]> {
  const { rows } = await sql<{ id: OrganisationId }>`select organisations_with_old_dispatches(${asOf}) as id`.execute(
    tx,
  )
  return rows.map((row) => row.id)
}

/** Messages that have waited since then or longer, oldest first. */
export async function readOldDispatches(tx: Tx, asOf: Date, limit: number): Promise<MessageId[]> {
  const rows = await tables(tx)
    .selectFrom('dispatches')
    .select('message_id')
    .where('created_at', '<=', asOf)
    .orderBy('created_at')
    .limit(limit)
    .execute()
  return rows.map((row) => row.message_id)
}

/**
 * Gives back what they held; nothing when it was removed before: somebody else has dispatched the message, or its access
 * has ended.
 */
export async function removeDispatches(tx: Tx, messageIds: readonly MessageId[]): Promise<Buffer[]> {
  const rows = await tables(tx)
    .deleteFrom('dispatches')
    .where(({ eb, val }) => eb('message_id', '=', eb.fn.any(val([...messageIds]))))
    .returning('sealed_order')
    .execute()
  return rows.map((row) => row.sealed_order)
}

export async function insertPackage(tx: Tx, row: PackageRow): Promise<void> {
  await tables(tx).insertInto('packages').values(row).execute()
}

/** Removes the packages of these messages and says which contents they named. */
export async function takePackages(tx: Tx, messageIds: readonly MessageId[]): Promise<ContentId[]> {
  const rows = await tables(tx)
    .deleteFrom('packages')
    .where(({ eb, val }) => eb('message_id', '=', eb.fn.any(val([...messageIds]))))
    .returning(['zip_content_id', 'pdf_content_id'])
    .execute()
  return rows.flatMap((row) => [row.zip_content_id, row.pdf_content_id])
}

export async function insertFallbacks(tx: Tx, rows: readonly FallbackRow[]): Promise<void> {
  if (rows.length > 0)
    await tables(tx)
      .insertInto('fallbacks')
      .values([...rows])
      .execute()
}

/** Removes them and gives back what they held. */
export function takeFallbacks(tx: Tx, copyIds: readonly CopyId[]): Promise<FallbackRow[]> {
  return tables(tx)
    .deleteFrom('fallbacks')
    .where(({ eb, val }) => eb('copy_id', '=', eb.fn.any(val([...copyIds]))))
    .returningAll()
    .execute()
}

export async function organisationsWithOldPackages(tx: Tx, asOf: Date): Promise<OrganisationId[]> {
  const { rows } = await sql<{ id: OrganisationId }>`select organisations_with_old_packages(${asOf}) as id`.execute(tx)
  return rows.map((row) => row.id)
}

/** Messages with an old package none of whose mails is on its way any more. */
export async function readDonePackages(tx: Tx, asOf: Date, limit: number): Promise<MessageId[]> {
  const { rows } = await sql<{ message_id: MessageId }>`
    select p.message_id from packages p
    where p.created_at <= ${asOf} and not exists (
      select from copies c where c.message_id = p.message_id and c.route = 'attachment' and c.state = 'queued')
    limit ${limit}`.execute(tx)
  return rows.map((row) => row.message_id)
}
