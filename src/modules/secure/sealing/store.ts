import { sql } from 'kysely'
import type { AnswerId, ContentId, CopyId, MailboxId, MessageId, OrganisationId } from '../../../lib/id/identifiers.ts'
import type { Tx } from '../../../platform/database/database.ts'
import type { AnswerRow, CopyRow, MessageRow, SealingTables, SmallContentRow } from './tables.ts'

const tables = (tx: Tx) => tx.withTables<SealingTables>()

/** An array would otherwise be taken for one of PostgreSQL's own. */
const asJson = <Value>(value: Value) => sql<Value>`${JSON.stringify(value)}::jsonb`

export async function insertMessages(
  tx: Tx,
  messages: readonly MessageRow[],
  copies: readonly CopyRow[],
): Promise<void> {
  if (messages.length > 0)
    await tables(tx)
      .insertInto('messages')
      .values(messages.map((message) => ({ ...message, reply_to: asJson(message.reply_to) })))
      .execute()
  if (copies.length > 0)
    await tables(tx)
      .insertInto('copies')
      .values([...copies])
      .execute()
}

export async function insertSmallContents(tx: Tx, contents: readonly SmallContentRow[]): Promise<void> {
  if (contents.length > 0)
    await tables(tx)
      .insertInto('small_contents')
      .values([...contents])
      .execute()
}

export async function readSmallContent(tx: Tx, id: ContentId): Promise<Buffer | undefined> {
  const row = await tables(tx).selectFrom('small_contents').select('sealed').where('id', '=', id).executeTakeFirst()
  return row?.sealed
}

export async function removeSmallContent(tx: Tx, id: ContentId): Promise<void> {
  await tables(tx).deleteFrom('small_contents').where('id', '=', id).execute()
}

export function readMessage(tx: Tx, id: MessageId): Promise<MessageRow | undefined> {
  return tables(tx).selectFrom('messages').selectAll().where('id', '=', id).executeTakeFirst()
}

/** Locks the row until the transaction ends, so that revoking, expiring and completing follow one another. */
export function lockMessage(tx: Tx, id: MessageId): Promise<MessageRow | undefined> {
  return tables(tx).selectFrom('messages').selectAll().where('id', '=', id).forUpdate().executeTakeFirst()
}

export function readCopy(tx: Tx, id: CopyId): Promise<CopyRow | undefined> {
  return tables(tx).selectFrom('copies').selectAll().where('id', '=', id).executeTakeFirst()
}

/** As `readCopy`; until the transaction ends the row stays as it is, so that ending access waits for a share on its way out. */
export function holdCopy(tx: Tx, id: CopyId): Promise<CopyRow | undefined> {
  return tables(tx).selectFrom('copies').selectAll().where('id', '=', id).forShare().executeTakeFirst()
}

export function readCopies(tx: Tx, messageIds: readonly MessageId[]): Promise<CopyRow[]> {
  if (messageIds.length === 0) return Promise.resolve([])
  return tables(tx).selectFrom('copies').selectAll().where('message_id', 'in', messageIds).orderBy('id').execute()
}

export interface SentPage {
  readonly mailboxIds: readonly MailboxId[]
  readonly before: MessageId | undefined
  readonly limit: number
}

export function readSent(tx: Tx, page: SentPage): Promise<MessageRow[]> {
  if (page.mailboxIds.length === 0) return Promise.resolve([])
  let query = tables(tx)
    .selectFrom('messages')
    .selectAll()
    .where('mailbox_id', 'in', page.mailboxIds)
    .orderBy('id', 'desc')
    .limit(page.limit)
  if (page.before !== undefined) query = query.where('id', '<', page.before)
  return query.execute()
}

export async function updateCopies(tx: Tx, ids: readonly CopyId[], change: Partial<CopyRow>): Promise<void> {
  if (ids.length === 0) return
  await tables(tx).updateTable('copies').set(change).where('id', 'in', ids).execute()
}

/** All copies of these messages that were not revoked; one parameter however many there are. */
export async function endCopies(tx: Tx, messageIds: readonly MessageId[], change: Partial<CopyRow>): Promise<void> {
  await tables(tx)
    .updateTable('copies')
    .set(change)
    .where(({ eb, val }) => eb('message_id', '=', eb.fn.any(val([...messageIds]))))
    .where('state', '<>', 'revoked')
    .execute()
}

export async function markEnded(tx: Tx, messageIds: readonly MessageId[], at: Date): Promise<void> {
  await tables(tx)
    .updateTable('messages')
    .set({ ended_at: at })
    .where(({ eb, val }) => eb('id', '=', eb.fn.any(val([...messageIds]))))
    .execute()
}

export async function updateMessage(tx: Tx, id: MessageId, change: Partial<MessageRow>): Promise<void> {
  await tables(tx).updateTable('messages').set(change).where('id', '=', id).execute()
}

/** A delivered notification moves a copy forward only from "queued" or "failed"; later states stay. */
export async function markNotified(tx: Tx, copyId: CopyId, at: Date): Promise<void> {
  await tables(tx)
    .updateTable('copies')
    .set({ state: 'notified', notified_at: at })
    .where('id', '=', copyId)
    .where('state', 'in', ['queued', 'failed'])
    .execute()
}

/** False when the copy no longer waits for this notification: a newer one left, it was opened, or access ended. */
export async function markFailed(tx: Tx, copyId: CopyId): Promise<boolean> {
  const result = await tables(tx)
    .updateTable('copies')
    .set({ state: 'failed' })
    .where('id', '=', copyId)
    .where('state', '=', 'queued')
    .executeTakeFirst()
  return result.numUpdatedRows === 1n
}

/**
 * Returns true for the first opening only. The state is looked at in the same statement, since the copy may have been
 * revoked after the caller read it.
 */
export async function markOpened(tx: Tx, copyId: CopyId, at: Date): Promise<boolean> {
  const row = await tables(tx)
    .updateTable('copies')
    .set({ state: 'opened', opened_at: sql<Date>`coalesce(opened_at, ${at})` })
    .where('id', '=', copyId)
    .where('state', 'in', ['queued', 'notified', 'failed'])
    .returning('opened_at')
    .executeTakeFirst()
  return row?.opened_at?.getTime() === at.getTime()
}

export function readAnswers(tx: Tx, messageIds: readonly MessageId[]): Promise<AnswerRow[]> {
  if (messageIds.length === 0) return Promise.resolve([])
  return tables(tx).selectFrom('answers').selectAll().where('message_id', 'in', messageIds).orderBy('id').execute()
}

/** One recipient's own answers, oldest first. */
export function readAnswersOfCopy(tx: Tx, copyId: CopyId): Promise<AnswerRow[]> {
  return tables(tx).selectFrom('answers').selectAll().where('copy_id', '=', copyId).orderBy('id').execute()
}

export function readAnswer(tx: Tx, id: AnswerId): Promise<AnswerRow | undefined> {
  return tables(tx).selectFrom('answers').selectAll().where('id', '=', id).executeTakeFirst()
}

export function findAnswerByKey(tx: Tx, copyId: CopyId, requestKey: string): Promise<AnswerRow | undefined> {
  return tables(tx)
    .selectFrom('answers')
    .selectAll()
    .where('copy_id', '=', copyId)
    .where('request_key', '=', requestKey)
    .executeTakeFirst()
}

/** The caller holds the message's lock and has looked for the same key. */
export async function insertAnswer(tx: Tx, answer: AnswerRow): Promise<void> {
  await tables(tx).insertInto('answers').values(answer).execute()
}

export async function markAnswerRead(tx: Tx, id: AnswerId, at: Date): Promise<void> {
  await tables(tx)
    .updateTable('answers')
    .set({ read_at: at })
    .where('id', '=', id)
    .where('read_at', 'is', null)
    .execute()
}

/** The copies of a message that these mailboxes of the organisation got. */
export function readCopiesOfMailboxes(
  tx: Tx,
  messageId: MessageId,
  mailboxIds: readonly MailboxId[],
): Promise<CopyRow[]> {
  return tables(tx)
    .selectFrom('copies')
    .selectAll()
    .where('message_id', '=', messageId)
    .where(({ eb, val }) => eb('mailbox_id', '=', eb.fn.any(val([...mailboxIds]))))
    .orderBy('id')
    .execute()
}

/** The message or answer that a content belongs to. */
export async function findContent(
  tx: Tx,
  contentId: ContentId,
): Promise<{ mailboxId: MailboxId; messageId: MessageId; copyId: CopyId | null } | undefined> {
  const message = await tables(tx)
    .selectFrom('messages')
    .select(['mailbox_id', 'id'])
    .where('content_id', '=', contentId)
    .executeTakeFirst()
  if (message !== undefined) return { mailboxId: message.mailbox_id, messageId: message.id, copyId: null }
  const answer = await tables(tx)
    .selectFrom('answers')
    .select(['mailbox_id', 'message_id', 'copy_id'])
    .where('content_id', '=', contentId)
    .executeTakeFirst()
  return answer === undefined
    ? undefined
    : { mailboxId: answer.mailbox_id, messageId: answer.message_id, copyId: answer.copy_id }
}

export async function findCopyByToken(
  tx: Tx,
  tokenHash: Buffer,
): Promise<{ organisationId: OrganisationId; copyId: CopyId } | undefined> {
  const { rows } = await sql<{
    organisation_id: OrganisationId
    copy_id: CopyId
  }>`select * from find_copy_by_token(${tokenHash})`.execute(tx)
  const found = rows[0]
  return found === undefined ? undefined : { organisationId: found.organisation_id, copyId: found.copy_id }
}

export async function organisationsWithExpired(tx: Tx, now: Date): Promise<OrganisationId[]> {
  const { rows } = await sql<{ id: OrganisationId }>`select organisations_with_expired(${now}) as id`.execute(tx)
  return rows.map((row) => row.id)
}

export async function readExpired(tx: Tx, now: Date, limit: number): Promise<MessageId[]> {
  const rows = await tables(tx)
    .selectFrom('messages')
    .select('id')
    .where('ended_at', 'is', null)
    .where('expires_at', '<=', now)
    .limit(limit)
    .forUpdate()
    .skipLocked()
    .execute()
  return rows.map((row) => row.id)
}

export async function unknownContents(tx: Tx, ids: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`select unknown_contents(${sql.val([...ids])}::uuid[]) as id`.execute(tx)
  return rows.map((row) => row.id)
}
