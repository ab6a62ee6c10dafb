import { maxUnread, type InboxEntry } from '../../../../contract/inbox.ts'
import type { AnswerId, CopyId } from '../../../../lib/id/identifiers.ts'
import type { MailboxMember } from '../policy.ts'
import type { SealingDeps } from '../ports.ts'
import { presentAnswerEntry, presentReceivedEntry } from '../present-inbox.ts'
import { countUnread, readCameAnswers, readReceived } from '../store/inbox.ts'

/**
 * What came to the member's mailboxes, newest first: messages of colleagues and answers of recipients. Identifiers follow
 * the time they were made at, so both kinds are one list.
 */
export function listInbox(
  deps: SealingDeps,
  member: MailboxMember,
  page: { readonly before?: CopyId | AnswerId | undefined; readonly limit: number },
): Promise<{ entries: InboxEntry[]; next: CopyId | AnswerId | null; unread: number }> {
  const { mailboxIds } = member
  const now = deps.clock.now()
  return deps.database.withOrganisation(member.organisationId, async (tx) => {
    const wanted = { mailboxIds, before: page.before, limit: page.limit + 1 }
    const received = await readReceived(tx, wanted)
    const answers = await readCameAnswers(tx, wanted)
    const all = [...received.map((row) => presentReceivedEntry(row, now)), ...answers.map(presentAnswerEntry)]
    const newestFirst = all.toSorted((left, right) => (left.id < right.id ? 1 : -1))
    const entries = newestFirst.slice(0, page.limit)
    return {
      entries,
      next: all.length > page.limit ? (entries.at(-1)?.id ?? null) : null,
      unread: await countUnread(tx, { mailboxIds, now, atMost: maxUnread }),
    }
  })
}
