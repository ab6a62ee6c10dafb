import { sql } from 'kysely'
import type { AnswerId, CopyId, MailboxId, MessageId } from '../../../../lib/id/identifiers.ts'
import type { Tx } from '../../../../platform/database/database.ts'
import type { CopyRow, MessageRow, SealingTables } from '../tables.ts'

const tables = (tx: Tx) => tx.withTables<SealingTables>()

export interface InboxPage {
  readonly mailboxIds: readonly MailboxId[]
  /** Of a copy or an answer. */
  readonly before: CopyId | AnswerId | undefined
  readonly limit: number
}

type Ends = Pick<MessageRow, 'sent_at' | 'expires_at' | 'ended_at' | 'removed_at'>

export type ReceivedRow = Pick<CopyRow, 'id' | 'message_id' | 'state' | 'sealed_envelope' | 'opened_at'> &
  Pick<MessageRow, 'sender_name' | 'sender_address'> &
  Ends & { mailbox_id: MailboxId }

/** Copies that these mailboxes got from within the organisation, newest first. */
export function readReceived(tx: Tx, page: InboxPage): Promise<ReceivedRow[]> {
  let query = tables(tx)
    .selectFrom('copies')
    .innerJoin('messages', (join) =>
      join
        .onRef('messages.organisation_id', '=', 'copies.organisation_id')
        .onRef('messages.id', '=', 'copies.message_id'),
    )
    .select([
      'copies.id',
      'copies.message_id',
      'copies.mailbox_id',
      'copies.state',
      'copies.sealed_envelope',
      'copies.opened_at',
      'messages.sender_name',
      'messages.sender_address',
      'messages.sent_at',
      'messages.expires_at',
      'messages.ended_at',
      'messages.removed_at',
    ])
    .where(({ eb, val }) => eb('copies.mailbox_id', '=', eb.fn.any(val([...page.mailboxIds]))))
    .$narrowType<{ mailbox_id: MailboxId }>()
    .orderBy('copies.id', 'desc')
    .limit(page.limit)
  if (page.before !== undefined) query = query.where('copies.id', '<', sql<CopyId>`${page.before}`)
  return query.execute()
}

export interface CameAnswerRow {
  id: AnswerId
  message_id: MessageId
  mailbox_id: MailboxId
  received_at: Date
  read_at: Date | null
  /** Of the recipient who passed the check. */
  address: string
  sealed_envelope: Buffer | null
}

/** What recipients answered to messages of these mailboxes, newest first. */
export function readCameAnswers(tx: Tx, page: InboxPage): Promise<CameAnswerRow[]> {
  let query = tables(tx)
    .selectFrom('answers')
    .innerJoin('messages', (join) =>
      join
        .onRef('messages.organisation_id', '=', 'answers.organisation_id')
        .onRef('messages.id', '=', 'answers.message_id'),
    )
    .innerJoin('copies', (join) =>
      join.onRef('copies.organisation_id', '=', 'answers.organisation_id').onRef('copies.id', '=', 'answers.copy_id'),
    )
    .select([
      'answers.id',
      'answers.message_id',
      'answers.mailbox_id',
      'answers.received_at',
      'answers.read_at',
      'copies.address',
      'messages.sealed_envelope',
    ])
    .where(({ eb, val }) => eb('answers.mailbox_id', '=', eb.fn.any(val([...page.mailboxIds]))))
    .where('answers.content_id', 'is not', null)
    .orderBy('answers.id', 'desc')
    .limit(page.limit)
  if (page.before !== undefined) query = query.where('answers.id', '<', sql<AnswerId>`${page.before}`)
  return query.execute()
}

/** How many of both nobody has read yet and somebody can; never more than `atMost`. */
export async function countUnread(
  tx: Tx,
  {
    mailboxIds,
    now,
    atMost,
  }: { readonly mailboxIds: readonly MailboxId[]; readonly now: Date; readonly atMost: number },
): Promise<number> {
  const mailboxes = sql`any (${sql.val([...mailboxIds])}::uuid[])`
  const { rows } = await sql<{ unread: number }>`
    select count(*)::int as unread from (
      (select 1 from copies c join messages m on m.organisation_id = c.organisation_id and m.id = c.message_id
       where c.mailbox_id = ${mailboxes} and c.opened_at is null and c.sealed_envelope is not null
         and m.ended_at is null and m.removed_at is null and m.expires_at > ${now} limit ${atMost})
      union all
      (select 1 from answers a where a.mailbox_id = ${mailboxes} and a.read_at is null and a.content_id is not null
       limit ${atMost})
      limit ${atMost}
    ) u`.execute(tx)
  return rows[0]?.unread ?? 0
}
