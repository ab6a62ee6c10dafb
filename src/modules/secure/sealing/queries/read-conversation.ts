import type { readConversation as contract } from '../../../../contract/messages.ts'
import type { ResponseOf } from '../../../../contract/endpoint.ts'
import type { CopyId, MessageId } from '../../../../lib/id/identifiers.ts'
import type { Tx } from '../../../../platform/database/database.ts'
import { canHandleMessage, isReadable, unknownMessage, type MailboxMember } from '../policy.ts'
import type { SealingDeps } from '../ports.ts'
import { presentAnswer, presentCopy, presentMessage, presentReceived } from '../present.ts'
import { readCopiesOfMailboxes, readMessage } from '../store.ts'
import type { CopyRow, MessageRow } from '../tables.ts'
import { presentSent } from './sent-messages.ts'

type Conversation = ResponseOf<typeof contract>
type AsSender = Omit<Conversation, 'received'>

/**
 * A message with its answers, oldest first. Who only got it sees their own copy and no other recipient, since somebody may be
 * a blind copy. AppError `message.unknown` also for a message of others.
 */
export function readConversation(
  deps: SealingDeps,
  member: MailboxMember,
  messageId: MessageId,
): Promise<Conversation> {
  const now = deps.clock.now()
  return deps.database.withOrganisation(member.organisationId, async (tx) => {
    const message = await readMessage(tx, messageId)
    if (message === undefined) throw unknownMessage()
    const copies = await readCopiesOfMailboxes(tx, message.id, member.mailboxIds)
    const copy = copies.find((one) => isReadable(one, message, now)) ?? copies[0]
    const received = copy === undefined ? null : presentReceived(copy, message, now)
    if (canHandleMessage(member, message)) return { ...(await asSender(deps, tx, message)), received }
    if (copy === undefined || received === null) throw unknownMessage()
    return { ...asRecipient(message, copy, received), received }
  })
}

async function asSender(deps: SealingDeps, tx: Tx, row: MessageRow): Promise<AsSender> {
  const { views, answers } = await presentSent(deps, tx, [row])
  const [message] = views
  if (message === undefined) throw new Error('one message gives one view')
  const addressOf = (copyId: CopyId) => message.copies.find((copy) => copy.id === copyId)?.address ?? ''
  return {
    message,
    contentId: row.content_id,
    answers: answers.flatMap((answer) => presentAnswer(answer, addressOf(answer.copy_id))),
    mayChange: true,
  }
}

function asRecipient(
  message: MessageRow,
  copy: CopyRow,
  { mailboxId, sealedEnvelope, state }: NonNullable<Conversation['received']>,
): AsSender {
  const view = presentMessage(message, { copies: [presentCopy(copy, undefined)], answers: [], password: undefined })
  return {
    message: { ...view, mailboxId, sealedEnvelope },
    contentId: state === 'open' ? message.content_id : null,
    answers: [],
    mayChange: false,
  }
}
