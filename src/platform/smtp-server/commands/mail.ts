import { parseMail, replies } from '../../../lib/smtp/index.ts'
import { answerWith, say, type CommandHandler } from '../conversation.ts'

/** MAIL (RFC 5321 section 4.1.1.2) with SIZE checked as it is declared (RFC 1870 section 6.1). */
export const mail: CommandHandler = (conversation, rest) => {
  const command = parseMail(rest)
  if (!command.ok) return say(command.reply)
  const { state } = conversation
  if (state.kind === 'connected') return say(replies.order.helloFirst)
  if (state.kind === 'transaction') return say(replies.order.nestedMail)
  const { hello } = state
  const { path, declaredBytes } = command.value
  if (path.text !== '' && path.mailbox === null) return say(replies.syntax.sender)
  const { maxMessageBytes } = conversation.limits
  if (declaredBytes !== null && declaredBytes > maxMessageBytes) return say(replies.tooLarge.declared(maxMessageBytes))
  return answerWith(
    () => conversation.session.begin(command.value, hello),
    (transaction) => {
      conversation.state = { kind: 'transaction', hello, transaction, recipients: 0 }
      return say(replies.accepted.sender)
    },
    conversation.session.replyTo,
  )
}
