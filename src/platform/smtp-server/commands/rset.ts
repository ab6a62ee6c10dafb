import { replies } from '../../../lib/smtp/index.ts'
import { say, type CommandHandler } from '../conversation.ts'

/** RSET (RFC 5321 section 4.1.1.5): the transaction is forgotten, who said hello and signed in is not. */
export const rset: CommandHandler = (conversation, rest) => {
  if (rest !== '') return say(replies.syntax.noParameters('RSET'))
  const { state } = conversation
  if (state.kind === 'transaction') conversation.state = { kind: 'introduced', hello: state.hello }
  return say(replies.accepted.reset)
}
