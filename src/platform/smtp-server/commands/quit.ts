import { replies } from '../../../lib/smtp/index.ts'
import { say, type CommandHandler } from '../conversation.ts'

/** QUIT (RFC 5321 section 4.1.1.10). */
export const quit: CommandHandler = (_conversation, rest) =>
  rest === '' ? say(replies.accepted.quit, 'close') : say(replies.syntax.noParameters('QUIT'))
