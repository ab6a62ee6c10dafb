import type { SmtpReply } from '../../lib/smtp/index.ts'
import type { SmtpLimits } from './smtp-limits.ts'
import type { ClientHello, SmtpSession, SmtpTransaction } from './smtp-session.ts'

/** How far a client has come. RSET and EHLO go back to `introduced`, TLS to `connected` (RFC 5321 section 3.3, RFC 3207). */
export type ConversationState =
  | { readonly kind: 'connected' }
  | { readonly kind: 'introduced'; readonly hello: ClientHello }
  | {
      readonly kind: 'transaction'
      readonly hello: ClientHello
      readonly transaction: SmtpTransaction
      readonly recipients: number
    }

/** What the command handlers know of a connection: its state and its owner, and nothing of sockets. */
export interface Conversation {
  readonly hostname: string
  readonly limits: SmtpLimits
  readonly session: SmtpSession
  readonly isSecure: boolean
  /** Whether STARTTLS is possible; false without a certificate and inside TLS. */
  readonly canStartTls: boolean
  state: ConversationState
  isSignedIn: boolean
  /** Takes the next line instead of a command: the answer to a challenge (RFC 4954 section 4). */
  awaited: ((line: string) => Answer) | null
}

/** A reply and what the connection does once it is sent. */
export interface Outcome {
  readonly reply: SmtpReply
  readonly next?: 'close' | 'start-tls' | 'receive'
}

/** A promise only where something had to be waited for: then the commands behind it wait too. */
export type Answer = Outcome | Promise<Outcome>

export type CommandHandler = (conversation: Conversation, rest: string) => Answer

export const say = (reply: SmtpReply, next?: Outcome['next']): Outcome =>
  next === undefined ? { reply } : { reply, next }

/** Runs what the owner does at a command and answers with what it gave, or with its reply to what it threw. */
export function answerWith<Value>(
  work: () => Value | Promise<Value>,
  succeed: (value: Value) => Outcome,
  refuse: (error: unknown) => SmtpReply,
): Answer {
  try {
    const done = work()
    if (!(done instanceof Promise)) return succeed(done)
    return done.then(succeed, (error: unknown) => say(refuse(error)))
  } catch (error) {
    return say(refuse(error))
  }
}
