import type { AnswerView, MessageView } from '../../../contract/messages.ts'
import type { Tx } from '../../../platform/database/database.ts'
import { canHandleMessage, isLive, requireMessage, type MailboxMember } from '../policy.ts'
import type { SealingDeps } from '../ports.ts'
import { presentAnswer, presentCopy, presentMessage } from '../present.ts'
import { readAnswers, readCopies, readCopyOfMailboxes, readMessage, readSent } from '../store.ts'
import { readPasswords } from '../store/message-passwords.ts'
import type { AnswerRow, MessageRow } from '../tables.ts'

async function present(
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
  page: { readonly before: string | undefined; readonly limit: number },
): Promise<{ messages: MessageView[]; next: string | null }> {
  return deps.database.withOrganisation(member.organisationId, async (tx) => {
    const rows = await readSent(tx, { mailboxIds: member.mailboxIds, before: page.before, limit: page.limit + 1 })
    const shown = rows.slice(0, page.limit)
    const { views } = await present(deps, tx, shown)
    return { messages: views, next: rows.length > page.limit ? (shown.at(-1)?.id ?? null) : null }
  })
}

/** As a colleague sees a message that was sent to them: their own copy only, no other recipient, no answer. */
async function readReceived(
  deps: SealingDeps,
  tx: Tx,
  { member, message }: { readonly member: MailboxMember; readonly message: MessageRow },
): Promise<{ message: MessageView; contentId: string | null; answers: AnswerView[] } | null> {
  if (canHandleMessage(member, message) || !isLive(message, deps.clock.now())) return null
  const copy = await readCopyOfMailboxes(tx, message.id, member.mailboxIds)
  if (copy === undefined) return null
  const own = { ...message, mailbox_id: copy.mailbox_id ?? message.mailbox_id, sealed_envelope: copy.sealed_envelope }
  const view = presentMessage(own, { copies: [presentCopy(copy, undefined)], answers: [], password: undefined })
  return { message: view, contentId: message.content_id, answers: [] }
}

/** A message with its answers, oldest first; for a colleague it was sent to, the message alone. */
export function readConversation(
  deps: SealingDeps,
  member: MailboxMember,
  messageId: string,
): Promise<{ message: MessageView; contentId: string | null; answers: AnswerView[] }> {
  return deps.database.withOrganisation(member.organisationId, async (tx) => {
    const found = await readMessage(tx, messageId)
    const received = found === undefined ? null : await readReceived(deps, tx, { member, message: found })
    if (received !== null) return received
    const row = requireMessage(member, found)
    const { views, answers } = await present(deps, tx, [row])
    const message = requireView(views)
    const addressOf = (copyId: string) => message.copies.find((copy) => copy.id === copyId)?.address ?? ''
    return {
      message,
      contentId: row.content_id,
      answers: answers.flatMap((answer) => presentAnswer(answer, addressOf(answer.copy_id))),
    }
  })
}

function requireView(views: readonly MessageView[]): MessageView {
  const [view] = views
  if (view === undefined) throw new Error('one message gives one view')
  return view
}
