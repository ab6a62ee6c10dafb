import { sql } from 'kysely'
import type { MessageId, OrganisationId } from '../../../../lib/id/identifiers.ts'
import type { Tx } from '../../../../platform/database/database.ts'
import type { DispatchTables, PasswordRow } from './dispatch-tables.ts'

const tables = (tx: Tx) => tx.withTables<DispatchTables>()

export async function insertPassword(tx: Tx, row: PasswordRow): Promise<void> {
  await tables(tx).insertInto('message_passwords').values(row).execute()
}

export function readPasswords(tx: Tx, messageIds: readonly MessageId[]): Promise<PasswordRow[]> {
  return tables(tx)
    .selectFrom('message_passwords')
    .selectAll()
    .where(({ eb, val }) => eb('message_id', '=', eb.fn.any(val([...messageIds]))))
    .execute()
}

/** True when it was kept and thought to be on its way to its readers: it now waits for the sender. */
export async function showPassword(
  tx: Tx,
  messageId: MessageId,
  times: { readonly at: Date; readonly erasesAt: Date },
): Promise<boolean> {
  const result = await tables(tx)
    .updateTable('message_passwords')
    .set({ shown_at: times.at, erases_at: times.erasesAt, passed_on_at: null })
    .where('message_id', '=', messageId)
    .where('passed_on_at', 'is not', null)
    .where('erased_at', 'is', null)
    .executeTakeFirst()
  return result.numUpdatedRows === 1n
}

/** The first time counts. */
export async function markPassedOn(tx: Tx, messageId: MessageId, at: Date): Promise<void> {
  await tables(tx)
    .updateTable('message_passwords')
    .set({ passed_on_at: at })
    .where('message_id', '=', messageId)
    .where('passed_on_at', 'is', null)
    .execute()
}

export async function erasePasswords(tx: Tx, messageIds: readonly MessageId[], at: Date): Promise<void> {
  await tables(tx)
    .updateTable('message_passwords')
    .set({ sealed: null, erased_at: at })
    .where(({ eb, val }) => eb('message_id', '=', eb.fn.any(val([...messageIds]))))
    .where('erased_at', 'is', null)
    .execute()
}

/** Messages whose password has been kept long enough. */
export async function readOldPasswords(tx: Tx, now: Date, limit: number): Promise<MessageId[]> {
  const rows = await tables(tx)
    .selectFrom('message_passwords')
    .select('message_id')
    .where('erased_at', 'is', null)
    .where('erases_at', '<=', now)
    .limit(limit)
    .forUpdate()
    .skipLocked()
    .execute()
  return rows.map((row) => row.message_id)
}

export async function organisationsWithOldPasswords(tx: Tx, now: Date): Promise<OrganisationId[]> {
  const { rows } = await sql<{ id: OrganisationId }>`select organisations_with_old_passwords(${now}) as id`.execute(tx)
  return rows.map((row) => row.id)
}
