import type { CopyId } from '../../../../lib/id/identifiers.ts'
import { requireMessage, type MailboxMember } from '../policy.ts'
import type { SealingDeps } from '../ports.ts'
import { readCopy, readMessage } from '../store.ts'

/** Lifts the lock of the copy's recipient, for all messages of the organisation. */
export async function unlockCopy(deps: SealingDeps, member: MailboxMember, copyId: CopyId): Promise<void> {
  await deps.database.withOrganisation(member.organisationId, async (tx) => {
    const copy = await readCopy(tx, copyId)
    requireMessage(member, copy === undefined ? undefined : await readMessage(tx, copy.message_id))
    if (copy === undefined) return
    await deps.unlockRecipient(tx, {
      organisationId: member.organisationId,
      recipientId: copy.recipient_id,
      actor: { kind: 'account', id: member.accountId, label: member.address },
    })
  })
}
