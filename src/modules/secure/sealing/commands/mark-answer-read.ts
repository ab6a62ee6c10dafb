import type { AnswerId } from '../../../../lib/id/identifiers.ts'
import { requireMessage, type MailboxMember } from '../policy.ts'
import type { SealingDeps } from '../ports.ts'
import { markAnswerRead as writeRead, readAnswer, readMessage } from '../store.ts'

/** Marks an answer as read, for every member of the mailbox; the first time is recorded. */
export async function markAnswerRead(deps: SealingDeps, member: MailboxMember, answerId: AnswerId): Promise<void> {
  await deps.database.withOrganisation(member.organisationId, async (tx) => {
    const answer = await readAnswer(tx, answerId)
    requireMessage(member, answer === undefined ? undefined : await readMessage(tx, answer.message_id))
    await writeRead(tx, answerId, deps.clock.now())
    if (answer?.read_at === null)
      await deps.audit.record(tx, {
        organisationId: member.organisationId,
        action: 'answer.read',
        actor: { kind: 'account', id: member.accountId, label: member.address },
        subject: { kind: 'answer', id: answerId },
      })
  })
}
