/**
 * A server for SMTP (RFC 5321): one connection after the other through its states, TLS by STARTTLS (RFC 3207) or from the
 * first byte (RFC 8314), pipelining (RFC 2920), and limits on all that a client may cost. What MAIL, RCPT, AUTH and a
 * message mean is its owner's: `smtp-session.ts`.
 *
 * Invariants: a password is never taken in the clear; an extension is listed only while the session can do it; a 250 to a
 * message is said only after the owner has resolved and the last byte has come; behind a message with a CR or LF alone
 * nothing is read; whoever does not read replies is not read from; everything in here ends when its socket does.
 * Deliberately not here: who may send what to whom, reports, metrics, and the words of refusals that are not the protocol's.
 */
export { MessageBody, type BodyProblem } from './message-body.ts'
export { SmtpConnection } from './smtp-connection.ts'
export type { SmtpLimits } from './smtp-limits.ts'
export { createSmtpServer, type SmtpServer } from './smtp-server.ts'
export type { ClientHello, SmtpClientFacts, SmtpSession, SmtpTransaction } from './smtp-session.ts'
