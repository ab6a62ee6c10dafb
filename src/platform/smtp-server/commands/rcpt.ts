import { parseRcpt, replies } from '../../../lib/smtp/index.ts'
import { answerWith, say, type CommandHandler } from '../conversation.ts'

/** RCPT (RFC 5321 section 4.1.1.3): each recipient is answered for itself. */
export const rcpt: CommandHandler = (conversation, rest) => {
  const command = parseRcpt(rest)
  if (!command.ok) return say(command.reply)
  const { session, state } = conversation
  if (state.kind !== 'transaction') return say(replies.order.mailFirst)
  const { path } = command.value
  if (path.mailbox === null && session.takesPath?.(path.text) !== true) return say(replies.syntax.recipient)
  const { hello, transaction, recipients } = state
  return answerWith(
    () => transaction.addRecipient(command.value),
    () => {
      conversation.state = { kind: 'transaction', hello, transaction, recipients: recipients + 1 }
      return say(replies.accepted.recipient)
    },
    session.replyTo,
  )
}
