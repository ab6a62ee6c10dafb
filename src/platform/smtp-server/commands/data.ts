import { replies } from '../../../lib/smtp/index.ts'
import { answerWith, say, type CommandHandler } from '../conversation.ts'

/** DATA (RFC 5321 section 4.1.1.4): what no message can heal is said before the message is sent. */
export const data: CommandHandler = ({ state, session }, rest) => {
  if (rest !== '') return say(replies.syntax.noParameters('DATA'))
  if (state.kind !== 'transaction' || state.recipients === 0) return say(replies.order.recipientFirst)
  return answerWith(
    () => state.transaction.beforeMessage(),
    () => say(replies.accepted.data, 'receive'),
    session.replyTo,
  )
}
