import type { MessageId } from '../../../../lib/id/identifiers.ts'
import type { Tx } from '../../../../platform/database/database.ts'
import type { AuditEntry } from '../../../tenancy/audit/index.ts'
import { isReadable, unknownMessage, type MailboxMember } from '../policy.ts'
import type { SealingDeps } from '../ports.ts'
import { markOpened, readCopiesOfMailboxes, readMessage } from '../store.ts'
import type { CopyRow } from '../tables.ts'

/** Somebody who signed in opened a copy of their mailbox; `first` when no member of it had before. */
export const openedEntry = (member: MailboxMember, copy: CopyRow, first: boolean): AuditEntry => ({
  organisationId: member.organisationId,
  action: 'message.opened',
  actor: { kind: 'account', id: member.accountId, label: member.address },
  subject: { kind: 'message', id: copy.message_id },
  detail: { copy: copy.id, verifiedBy: 'account', first },
})

/** Notes that these copies are open; those that nobody had opened before are given back. */
export async function openCopies(deps: SealingDeps, tx: Tx, copies: readonly CopyRow[]): Promise<ReadonlySet<CopyRow>> {
  const first = new Set<CopyRow>()
  for (const copy of copies) if (await markOpened(tx, copy.id, deps.clock.now())) first.add(copy)
  return first
}

/**
 * For who has the mailbox a message was sent from as well as one it came to: only the page knows as which of the two they
 * read it. For everybody else fetching the content is opening. The first time is recorded.
 */
export async function markMessageRead(deps: SealingDeps, member: MailboxMember, messageId: MessageId): Promise<void> {
  await deps.database.withOrganisation(member.organisationId, async (tx) => {
    const message = await readMessage(tx, messageId)
    const copies = await readCopiesOfMailboxes(tx, messageId, member.mailboxIds)
    if (message === undefined || copies.length === 0) throw unknownMessage()
    const now = deps.clock.now()
    const first = await openCopies(
      deps,
      tx,
      copies.filter((copy) => isReadable(copy, message, now)),
    )
    await deps.audit.recordAll(
      tx,
      [...first].map((copy) => openedEntry(member, copy, true)),
    )
  })
}
