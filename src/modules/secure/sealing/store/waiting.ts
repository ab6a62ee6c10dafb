import { sql } from 'kysely'
import type { MailboxId, MessageId, RecipientId } from '../../../../lib/id/identifiers.ts'
import type { Tx } from '../../../../platform/database/database.ts'
import type { MessageRow, SealingTables } from '../tables.ts'

const tables = (tx: Tx) => tx.withTables<SealingTables>()

export interface WaitingFor {
  readonly mailboxIds: readonly MailboxId[]
  /** Recipients who are locked now. */
  readonly lockedIds: readonly RecipientId[]
}

const anyOf = (ids: readonly string[]) => sql`any (${sql.val([...ids])}::uuid[])`

/** Messages of these mailboxes with something that a member has to do, whatever it is; over is what nobody can change. */
const waitingIds = ({ mailboxIds, lockedIds }: WaitingFor) => sql<{ id: MessageId }>`
  select m.id from messages m
  where m.mailbox_id = ${anyOf(mailboxIds)} and m.removed_at is null and m.id in (
    select c.message_id from copies c
    where (c.state in ('parked', 'failed') or c.new_link_requested_at is not null or c.number_reported_wrong_at is not null)
      and c.state not in ('revoked', 'expired')
    union all
    select c.message_id from copies c where c.recipient_id = ${anyOf(lockedIds)} and c.wrapped_identity is not null
    union all
    select p.message_id from message_passwords p
    join copies c on c.organisation_id = p.organisation_id and c.message_id = p.message_id
    where p.shown_at is not null and p.passed_on_at is null and c.route = 'attachment' and c.state = 'notified'
    union all
    select a.message_id from answers a
    where a.mailbox_id = ${anyOf(mailboxIds)} and a.read_at is null and a.content_id is not null
  )`

/** Newest first. */
export async function readWaiting(
  tx: Tx,
  page: WaitingFor & { readonly before: string | undefined; readonly limit: number },
): Promise<MessageRow[]> {
  const earlier = page.before === undefined ? sql`` : sql`and m.id < ${page.before}`
  const { rows } = await sql<{ id: MessageId }>`
    ${waitingIds(page)} ${earlier} order by m.id desc limit ${page.limit}`.execute(tx)
  if (rows.length === 0) return []
  const ids = rows.map(({ id }) => id)
  return tables(tx).selectFrom('messages').selectAll().where('id', 'in', ids).orderBy('id', 'desc').execute()
}

/** How many there are; never more than `atMost`. */
export async function countWaiting(
  tx: Tx,
  { atMost, ...of }: WaitingFor & { readonly atMost: number },
): Promise<number> {
  const { rows } = await sql<{ waiting: number }>`
    select count(*)::int as waiting from (${waitingIds(of)} limit ${atMost}) w`.execute(tx)
  return rows[0]?.waiting ?? 0
}

/** Recipients of the newest copies that can be opened: those among whom a lock is looked for. */
export async function readLiveRecipients(
  tx: Tx,
  { mailboxIds, atMost }: { readonly mailboxIds: readonly MailboxId[]; readonly atMost: number },
): Promise<RecipientId[]> {
  const { rows } = await sql<{ recipient_id: RecipientId }>`
    select distinct recipient_id from (
      select c.recipient_id from messages m
      join copies c on c.organisation_id = m.organisation_id and c.message_id = m.id
      where m.mailbox_id = ${anyOf(mailboxIds)} and m.ended_at is null and m.removed_at is null
        and c.wrapped_identity is not null
      order by m.id desc limit ${atMost}
    ) l`.execute(tx)
  return rows.map(({ recipient_id }) => recipient_id)
}
