import { replies } from '../../../lib/smtp/index.ts'
import { say, type CommandHandler } from '../conversation.ts'

/** STARTTLS (RFC 3207 section 4): what was sent behind it in the clear is thrown away, and the session begins anew. */
export const startTls: CommandHandler = ({ canStartTls, isSecure }, rest) => {
  if (rest !== '') return say(replies.syntax.noParameters('STARTTLS'))
  if (isSecure) return say(replies.order.tlsAlready)
  return canStartTls ? say(replies.accepted.tls, 'start-tls') : say(replies.syntax.unknownCommand)
}
