/**
 * The words of SMTP (RFC 5321) without any I/O: command lines read, replies written, the end of a message found, and the
 * types of an envelope with its delivery reports (RFC 3461) for everybody who speaks of one.
 *
 * Invariants: a reply is printable ASCII and never ends its line early; only CRLF ends a line of a message and only
 * CRLF . CRLF the message, whatever pieces it arrives in; what a parser refuses, it refuses with the reply.
 * Deliberately not here: connections, order of commands, and what an address means (`lib/address`, `lib/policy`).
 */
export {
  loginChallenges,
  parseAuth,
  readLoginUser,
  readPlainResponse,
  readResponse,
  type Credentials,
} from './auth-command.ts'
export { clientName } from './client-name.ts'
export { isOtherProtocol, maxCommandBytes, splitCommand } from './command-line.ts'
export { createDataFraming, type DataFraming, type LineFault } from './data-framing.ts'
export {
  dsnNotifyWords,
  type DsnNotify,
  type DsnReturn,
  type Envelope,
  type EnvelopeRecipient,
  type MessageDsn,
  type RecipientDsn,
  type ReportRequest,
} from './envelope.ts'
export { listExtensions } from './extensions.ts'
export { parseMail, type MailCommand } from './mail-command.ts'
export { parseRcpt, type RcptCommand } from './rcpt-command.ts'
export { formatReply, replyText, type SmtpReply } from './reply.ts'
export { replies } from './replies.ts'
