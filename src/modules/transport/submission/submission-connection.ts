import type { Socket } from 'node:net'
import type { TLSSocket } from 'node:tls'
import type { SMTPServer, SMTPServerSession } from 'smtp-server'
import { SMTPConnection, type SMTPConnectionOptions } from 'smtp-server/lib/smtp-connection.js'
import { withClientName } from './client-name.ts'
import { DataParser } from './data-parser.ts'
import type { SubmissionLimits } from './limits.ts'
import { joinPhone } from './phone-in-rcpt.ts'
import type { ReplyError } from './smtp-reply.ts'

/** How often a sign-in deadline looks again when it passes while an answer is still being worked out. */
const deadlineRetryMs = 5000
const enhancedStatus = /^[245]\.\d{1,3}\.\d{1,3} /

export interface SubmissionConnectionOptions extends SMTPConnectionOptions {
  readonly limits: SubmissionLimits
  /** Asked at DATA, before the message is sent; null lets it come. */
  readonly refusalOfData: (session: SMTPServerSession) => ReplyError | null
}

/**
 * One client. What it changes in the library's connection: where a reply text brings its own enhanced status code, that
 * one is sent; no client is refused for what it calls itself; AUTH is neither offered nor taken before TLS; errors, failed
 * sign-ins and the time to sign in are bounded.
 */
export class SubmissionConnection extends SMTPConnection {
  readonly #limits: SubmissionLimits
  readonly #refusalOfData: SubmissionConnectionOptions['refusalOfData']
  #errors = 0
  #signInFailures = 0
  #endsAfterReply = false
  #signInTimer: NodeJS.Timeout

  constructor(
    server: SMTPServer,
    socket: Socket | TLSSocket,
    { limits, refusalOfData, ...options }: SubmissionConnectionOptions,
  ) {
    super(server, socket, options)
    this.#limits = limits
    this.#refusalOfData = refusalOfData
    this.#signInTimer = setTimeout(() => this.#endIfNotSignedIn(), limits.signInTimeoutMs)
  }

  /** Whether an answer is being worked out or a message is on its way in. */
  isBusy(): boolean {
    return this._handlerPending || Boolean(this._dataStream)
  }

  /** Says good-bye and closes; the client finds out that it should come back. */
  turnAway(text: string): void {
    this.send(421, text)
  }

  /** Drops the connection without a word; a message on its way in is given up. */
  destroy(): void {
    this._socket.destroy()
  }

  /** The next reply is the last one: nothing that was already sent behind this message is read. */
  endAfterReply(): void {
    this.#endsAfterReply = true
  }

  /** Makes earlier errors forgotten: the client has shown that it can send mail. */
  forgetErrors(): void {
    this.#errors = 0
  }

  // Greets at once. The library waits 100 ms to catch spammers who do not; here everybody has to sign in anyway.
  override init(): void {
    this._setListeners(() => this.connectionReady())
  }

  override send(code: number, data?: string | string[] | null, context?: string | false): void {
    if (Array.isArray(data)) {
      super.send(code, this.secure ? data : data.filter((line) => !line.startsWith('AUTH')), context)
      return
    }
    const text = data?.replace(/^Error: /, '')
    super.send(code, text, text !== undefined && enhancedStatus.test(text) ? false : context)
    this.#countErrors(code)
    if (this.#endsAfterReply && !this._closing) super.send(421, '4.7.0 Closing: line ends were ambiguous', false)
  }

  override handler_EHLO(command: Buffer, callback: () => void): void {
    super.handler_EHLO(withClientName(command), callback)
  }

  override handler_HELO(command: Buffer, callback: () => void): void {
    super.handler_HELO(withClientName(command), callback)
  }

  override handler_AUTH(command: Buffer, callback: () => void): void {
    if (this.secure) return super.handler_AUTH(command, callback)
    // RFC 3207 section 4 and RFC 4954 section 4: a password is never taken in the clear.
    this.send(530, '5.7.0 Must issue a STARTTLS command first; switch on STARTTLS in your mail program')
    callback()
  }

  override handler_RCPT(command: Buffer, callback: () => void): void {
    super.handler_RCPT(joinPhone(command), callback)
  }

  override handler_DATA(command: Buffer, callback: () => void): void {
    const refusal = this.#refusalOfData(this.session)
    if (refusal === null) return super.handler_DATA(command, callback)
    this.send(refusal.responseCode, refusal.message)
    callback()
  }

  override handler_VRFY(_command: Buffer, callback: () => void): void {
    this.send(252, '2.5.0 Addresses are not verified; send the message')
    callback()
  }

  override handler_HELP(_command: Buffer, callback: () => void): void {
    this.send(214, '2.0.0 Commands: EHLO STARTTLS AUTH MAIL RCPT DATA RSET NOOP QUIT')
    callback()
  }

  override _createParser(): DataParser {
    const parser = new DataParser(() => this.#refuseFlood())
    parser.oncommand = (command, callback) => this._onCommand(command, callback)
    parser.on('error', () => this.send(500, '5.5.6 Command line too long'))
    parser.on('error', () => this.close())
    return parser
  }

  override _onClose(): void {
    clearTimeout(this.#signInTimer)
    super._onClose()
  }

  #countErrors(code: number): void {
    if (code === 535 || code === 454) this.#signInFailures += 1
    if (code >= 500) this.#errors += 1
    if (this._closing) return
    if (this.#signInFailures >= this.#limits.maxSignInFailures) {
      super.send(421, '4.7.0 Too many failed sign-ins; check user name and app password', false)
    } else if (this.#errors >= this.#limits.maxErrors) {
      super.send(421, '4.7.0 Too many errors; correct the settings of your mail program', false)
    }
  }

  #endIfNotSignedIn(): void {
    if (this.session.user) return
    if (!this.isBusy()) return this.turnAway('4.7.0 Not signed in in time')
    this.#signInTimer = setTimeout(() => this.#endIfNotSignedIn(), deadlineRetryMs)
  }

  #refuseFlood(): void {
    this.send(552, '5.3.4 The message is much larger than allowed; send smaller attachments')
    this.close()
  }
}
