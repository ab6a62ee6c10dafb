import { replies, type SmtpReply } from '../../lib/smtp/index.ts'
import type { SmtpLimits } from './smtp-limits.ts'

export interface SpentCommand {
  readonly reply: SmtpReply
  /** Brought no message nearer. */
  readonly isIdle: boolean
  /** Whether a sign-in is needed and has not come. */
  readonly isUnknown: boolean
}

/** Counts what a client uses up; an accepted message shows that it can send mail and wipes errors and idle commands out. */
export class ClientBudget {
  readonly #limits: SmtpLimits
  #errors = 0
  #idleCommands = 0
  #commandsBeforeSignIn = 0
  #signInFailures = 0

  constructor(limits: SmtpLimits) {
    this.#limits = limits
  }

  /** The 421 that ends the connection, when this was one too many. */
  spend({ reply, isIdle, isUnknown }: SpentCommand): SmtpReply | null {
    if (reply.code === 535 || reply.code === 454) this.#signInFailures += 1
    if (reply.code >= 500) this.#errors += 1
    if (isIdle) this.#idleCommands += 1
    if (isUnknown) this.#commandsBeforeSignIn += 1
    const { maxSignInFailures, maxErrors, maxIdleCommands, maxCommandsBeforeSignIn } = this.#limits
    if (this.#signInFailures >= maxSignInFailures) return replies.closing.tooManySignIns
    if (this.#errors >= maxErrors) return replies.closing.tooManyErrors
    const isTalker = this.#idleCommands >= maxIdleCommands || this.#commandsBeforeSignIn >= maxCommandsBeforeSignIn
    return isTalker ? replies.closing.tooManyCommands : null
  }

  messageAccepted(): void {
    this.#errors = 0
    this.#idleCommands = 0
  }
}
