import { replies } from '../../../lib/smtp/index.ts'
import { say, type CommandHandler } from '../conversation.ts'

/** NOOP (RFC 5321 section 4.1.1.9): a parameter is allowed and ignored. */
export const noop: CommandHandler = () => say(replies.accepted.noop)
