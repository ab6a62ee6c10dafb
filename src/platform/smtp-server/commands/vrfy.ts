import { replies } from '../../../lib/smtp/index.ts'
import { say, type CommandHandler } from '../conversation.ts'

/** VRFY (RFC 5321 section 4.1.1.6) tells nothing (section 7.3). */
export const vrfy: CommandHandler = (_conversation, rest) =>
  say(rest === '' ? replies.syntax.verify : replies.accepted.notVerified)
