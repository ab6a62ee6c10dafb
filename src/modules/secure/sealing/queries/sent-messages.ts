import type { MessageView } from '../../../../contract/messages.ts'
import type { MessageId } from '../../../../lib/id/identifiers.ts'
import type { Tx } from '../../../../platform/database/database.ts'
import type { MailboxMember } from '../policy.ts'
import type { SealingDeps } from '../ports.ts'
import { presentCopy, presentMessage } from '../present.ts'
import { readAnswers, readCopies, readSent } from '../store.ts'
import { readPasswords } from '../store/message-passwords.ts'
import type { AnswerRow, MessageRow } from '../tables.ts'

/** Messages as those see them who sent them. */
export async function presentSent(
  deps: SealingDeps,
  tx: Tx,
  messages: readonly MessageRow[],
): Promise<{ views: MessageView[]; answers: AnswerRow[] }> {
  const ids = messages.map((message) => message.id)
  const copies = await readCopies(tx, ids)
  const answers = await readAnswers(tx, ids)
  const recipients = await deps.recipientsById(tx, [...new Set(copies.map((copy) => copy.recipient_id))])
  const byId = new Map(recipients.map((recipient) => [recipient.id, recipient]))
  const passwords = await readPasswords(tx, ids)
  const views = messages.map((message) =>
    presentMessage(message, {
      copies: copies
        .filter((copy) => copy.message_id === message.id)
        .map((copy) => presentCopy(copy, byId.get(copy.recipient_id))),
      answers: answers.filter((answer) => answer.message_id === message.id),
      password: passwords.find((password) => password.message_id === message.id),
    }),
  )
  return { views, answers }
}

/** Newest first; `next` is the id to continue before, or null at the end. */
export function listSentMessages(
  deps: SealingDeps,
  member: MailboxMember,
  page: { readonly before?: MessageId | undefined; readonly limit: number },
): Promise<{ messages: MessageView[]; next: MessageId | null }> {
  return deps.database.withOrganisation(member.organisationId, async (tx) => {
    const rows = await readSent(tx, { mailboxIds: member.mailboxIds, before: page.before, limit: page.limit + 1 })
    const shown = rows.slice(0, page.limit)
    const { views } = await presentSent(deps, tx, shown)
    return { messages: views, next: rows.length > page.limit ? (shown.at(-1)?.id ?? null) : null }
  })
}
