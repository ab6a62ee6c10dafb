import type { Credentials, MailCommand, RcptCommand, SmtpReply } from '../../lib/smtp/index.ts'
import type { MessageBody } from './message-body.ts'

/** One client, as a session may know it. */
export interface SmtpClientFacts {
  /** Random; names the connection in a log and says nothing about who it is. */
  readonly connectionId: string
  readonly remoteAddress: string
  readonly isSecure: boolean
}

/** How a client introduced itself. */
export interface ClientHello {
  /** Fit for a trace field, and nothing that anybody has checked. */
  readonly name: string
  /** EHLO, not HELO. */
  readonly isExtended: boolean
}

/**
 * What the owner of a server makes of one connection, in the order in which the protocol gets there: signing in, then
 * `begin` for a transaction, and the transaction for its recipients and its message. A session is forgotten and made
 * anew when TLS comes up (RFC 3207 section 4.2). What a method throws, `replyTo` turns into the reply; where a method
 * gives no promise, the commands behind it are handled in the same pass.
 */
export interface SmtpSession {
  /** Null where nobody signs in. Otherwise nobody begins a transaction before. */
  readonly signIn: SignInRing | null
  /** MAIL: the sender, already read and inside the size limit. */
  begin(mail: MailCommand, hello: ClientHello): SmtpTransaction | Promise<SmtpTransaction>
  /** Whether a path that is no mailbox means something here all the same; such a recipient is refused otherwise. */
  readonly takesPath?: (path: string) => boolean
  /** The reply for what a method threw. A 421 ends the connection. */
  replyTo(error: unknown): SmtpReply
}

/** Offered inside TLS only, with PLAIN and LOGIN. */
export interface SignInRing {
  /** Said to MAIL, RCPT and DATA of somebody who has not signed in. */
  readonly needed: SmtpReply
  /** Resolves when the client is who it says; throws otherwise. */
  check(credentials: Credentials): Promise<void>
  /** The reply for what `check` threw; 454 and 535 count as failed sign-ins. */
  replyTo(error: unknown): SmtpReply
}

/** Between MAIL and the answer to the message; RSET, EHLO and the end of the connection drop it without a word. */
export interface SmtpTransaction {
  /** RCPT: throws for this recipient alone. */
  addRecipient(rcpt: RcptCommand): void | Promise<void>
  /** DATA, before the message is sent: throws what no message can heal. */
  beforeMessage(): void
  /** The message. Resolves with the text of the 250 once it is safe; the reply goes out when its last byte has come. */
  receive(body: MessageBody): Promise<string>
}
