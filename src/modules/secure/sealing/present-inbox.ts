import type { InboxEntry } from '../../../contract/inbox.ts'
import { stateOfCopy } from './policy.ts'
import { encoded } from './present.ts'
import type { CameAnswerRow, ReceivedRow } from './store/inbox.ts'

/** What was revoked or has expired stays in the list, without its subject: it came, and its sender can be asked. */
export function presentReceivedEntry(row: ReceivedRow, now: Date): InboxEntry {
  const state = stateOfCopy(row, row, now)
  return {
    id: row.id,
    kind: 'message',
    messageId: row.message_id,
    mailboxId: row.mailbox_id,
    from: { name: row.sender_name, address: row.sender_address },
    receivedAt: row.sent_at.toISOString(),
    sealedEnvelope: state === 'open' ? encoded(row.sealed_envelope) : null,
    state,
    isUnread: state === 'open' && row.opened_at === null,
  }
}

/** An answer stays readable when its message has ended. */
export const presentAnswerEntry = (row: CameAnswerRow): InboxEntry => ({
  id: row.id,
  kind: 'answer',
  messageId: row.message_id,
  mailboxId: row.mailbox_id,
  from: { name: '', address: row.address },
  receivedAt: row.received_at.toISOString(),
  sealedEnvelope: encoded(row.sealed_envelope),
  state: 'open',
  isUnread: row.read_at === null,
})
