import { maxWaiting, type MessageView } from '../../../../contract/messages.ts'
import type { MessageId } from '../../../../lib/id/identifiers.ts'
import type { MailboxMember } from '../policy.ts'
import type { SealingDeps } from '../ports.ts'
import { countWaiting, readLiveRecipients, readWaiting } from '../store/waiting.ts'
import { presentSent } from './sent-messages.ts'

/** A lock ends by itself or by its sender's hand; those of long ago are found in the message. */
const lookedForLocks = 500

/** Sent messages with something that a member of their mailbox has to do, newest first. */
export function listWaitingMessages(
  deps: SealingDeps,
  { organisationId, mailboxIds }: MailboxMember,
  page: { readonly before?: MessageId | undefined; readonly limit: number },
): Promise<{ messages: MessageView[]; next: MessageId | null; waiting: number }> {
  return deps.database.withOrganisation(organisationId, async (tx) => {
    const reached = await readLiveRecipients(tx, { mailboxIds, atMost: lookedForLocks })
    const lockedIds = (await deps.recipientsById(tx, reached))
      .filter(({ lockedAt }) => lockedAt !== null)
      .map(({ id }) => id)
    const rows = await readWaiting(tx, { mailboxIds, lockedIds, before: page.before, limit: page.limit + 1 })
    const shown = rows.slice(0, page.limit)
    const { views } = await presentSent(deps, tx, shown)
    return {
      messages: views,
      next: rows.length > page.limit ? (shown.at(-1)?.id ?? null) : null,
      waiting: await countWaiting(tx, { mailboxIds, lockedIds, atMost: maxWaiting }),
    }
  })
}
