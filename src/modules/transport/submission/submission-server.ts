import type { Socket } from 'node:net'
import type { TLSSocket } from 'node:tls'
import {
  SMTPServer,
  type SMTPServerAddress,
  type SMTPServerAuthentication,
  type SMTPServerAuthenticationResponse,
  type SMTPServerDataStream,
  type SMTPServerEnvelope,
  type SMTPServerSession,
} from 'smtp-server'
import type { SMTPConnectionOptions } from 'smtp-server/lib/smtp-connection.js'
import { isAppError } from '../../../lib/errors/app-error.ts'
import { readEnvelope } from '../../../lib/policy/index.ts'
import type { Clock } from '../../../platform/clock/clock.ts'
import type { TlsPair } from '../../../platform/tls/tls-pair.ts'
import { maySendAs, describeAllowed } from './check-sender.ts'
import { lineFaultOf } from './data-parser.ts'
import { readMailFrom, readRcptTo, type EnvelopeSender } from './envelope.ts'
import { refusals } from './errors.ts'
import type { SubmissionLimits } from './limits.ts'
import type { MailRecipient } from './ports.ts'
import type { SignedIn, SignIn } from './sign-in.ts'
import { ReplyError, smtpReplyOf } from './smtp-reply.ts'
import { SubmissionConnection } from './submission-connection.ts'
import type { TakeMessage } from './take-message.ts'

export interface SubmissionServerOptions {
  readonly implicitTls: boolean
  readonly hostname: string
  readonly tls: TlsPair
  readonly limits: SubmissionLimits
  readonly clock: Clock
  readonly signIn: SignIn
  readonly takeMessage: TakeMessage
  readonly countRefusal: (error: unknown) => void
}

type Answer<Value = undefined> = (error: Error | null, value?: Value) => void

interface Envelope {
  readonly sender: EnvelopeSender
  readonly recipients: Map<string, MailRecipient>
  /** Why a phone was refused: the sender wanted the password to go there, so the message does not go without it. */
  refusedPhone: unknown
}

/** One of the two ports: the library's server with our connections, and what MAIL, RCPT, AUTH and DATA mean here. */
export class SubmissionServer extends SMTPServer {
  readonly #options: SubmissionServerOptions
  readonly #open = new Map<SMTPServerSession, SubmissionConnection>()
  readonly #signedIn = new WeakMap<SMTPServerSession, SignedIn>()
  readonly #envelopes = new WeakMap<SMTPServerEnvelope, Envelope>()

  constructor(options: SubmissionServerOptions) {
    super({
      ...options.tls,
      minVersion: 'TLSv1.2',
      secure: options.implicitTls,
      name: options.hostname,
      heloResponse: '%s',
      size: options.limits.maxMessageBytes,
      authMethods: ['PLAIN', 'LOGIN'],
      authRequiredMessage: 'Sign in with an app password over TLS first',
      disabledCommands: ['XCLIENT', 'XFORWARD', 'WIZ', 'SHELL', 'KILL'],
      disableReverseLookup: true,
      hideENHANCEDSTATUSCODES: false,
      hideDSN: false,
      maxClients: options.limits.maxConnections,
      maxAllowedUnauthenticatedCommands: options.limits.maxErrors,
      socketTimeout: options.limits.idleTimeoutMs,
      logger: false,
    })
    this.#options = options
  }

  /** The connections that got as far as a session. */
  openConnections(): readonly SubmissionConnection[] {
    return [...this.#open.values()]
  }

  /** TLS handshakes on their way that precede a session. */
  handshakes(): number {
    return this._pendingSockets.size
  }

  /** Drops clients whose TLS handshake is still on its way. */
  dropHandshakes(): void {
    for (const socket of this._pendingSockets.values()) socket.destroy()
  }

  override connect(socket: Socket | TLSSocket, options?: SMTPConnectionOptions | null): void {
    // Its end was told before anybody here listened, so a session would never hear of it.
    if (socket.destroyed) return
    const connection = new SubmissionConnection(this, socket, {
      ...options,
      limits: this.#options.limits,
      refusalOfData: (session) => this.#refusalOfData(session),
    })
    this.connections.add(connection)
    this.#open.set(connection.session, connection)
    connection.on('error', (error) => this.emit('error', error))
    connection.init()
  }

  override onClose(session: SMTPServerSession): void {
    this.#open.delete(session)
  }

  override onAuth(
    auth: SMTPServerAuthentication,
    session: SMTPServerSession,
    respond: (error: Error | null | undefined, response?: SMTPServerAuthenticationResponse) => void,
  ): void {
    const { username = '', password, authzid = '' } = auth
    const attempt = { user: username, password: password ?? '', remoteAddress: session.remoteAddress }
    const signingIn =
      authzid === '' || authzid === username ? this.#options.signIn(attempt) : Promise.reject(refusals.signInRefused())
    signingIn.then(
      (signedIn) => {
        this.#signedIn.set(session, signedIn)
        respond(null, { user: signedIn.identity.kind })
      },
      (error: unknown) => respond(this.#refused(error, authReplyOf)),
    )
  }

  override onMailFrom(path: SMTPServerAddress, session: SMTPServerSession, respond: Answer): void {
    this.#answer(respond, () => {
      const { identity, untilMs } = this.#signedInOf(session)
      if (this.#options.clock.now().getTime() >= untilMs) throw refusals.signInAged()
      const sender = readMailFrom(path, session.envelope.smtpUtf8 === true)
      if (sender.address !== '' && !maySendAs(identity, sender.address)) {
        throw refusals.senderForeign(sender.address, describeAllowed(identity))
      }
      this.#envelopes.set(session.envelope, { sender, recipients: new Map(), refusedPhone: null })
    })
  }

  override onRcptTo(path: SMTPServerAddress, session: SMTPServerSession, respond: Answer): void {
    this.#answer(respond, () => {
      const { maxRecipients, homeCountry } = this.#signedInOf(session)
      const recipients = this.#envelopes.get(session.envelope)?.recipients ?? new Map<string, MailRecipient>()
      const recipient = this.#readRecipient(path, { session, homeCountry })
      const isNew = !recipients.has(recipient.address)
      if (isNew && recipients.size >= maxRecipients) throw refusals.tooManyRecipients(maxRecipients)
      recipients.set(recipient.address, recipient)
    })
  }

  #readRecipient(
    path: SMTPServerAddress,
    { session, homeCountry }: { readonly session: SMTPServerSession; readonly homeCountry: string },
  ): MailRecipient {
    try {
      return readRcptTo(path, { smtpUtf8: session.envelope.smtpUtf8 === true, homeCountry })
    } catch (error) {
      const envelope = this.#envelopes.get(session.envelope)
      if (envelope !== undefined && isAppError(error, 'policy.phone-invalid')) envelope.refusedPhone = error
      throw error
    }
  }

  override onData(stream: SMTPServerDataStream, session: SMTPServerSession, respond: Answer<string>): void {
    const connection = this.#open.get(session)
    const envelope = this.#envelopes.get(session.envelope)
    const signedIn = this.#signedIn.get(session)
    if (connection === undefined || envelope === undefined || signedIn === undefined) {
      respond(this.#refused(refusals.notRead()))
      return
    }
    const { dataTimeoutMs } = this.#options.limits
    const timer = setTimeout(() => connection.turnAway('4.4.2 The message took too long'), dataTimeoutMs)
    stream.once('close', () => clearTimeout(timer))
    const { identity, homeCountry } = signedIn
    const { sender, recipients } = envelope
    const message = { identity, homeCountry, sender, recipients: [...recipients.values()], session, stream }
    this.#options.takeMessage(message).then(
      (text) => {
        connection.forgetErrors()
        respond(null, text)
      },
      (error: unknown) => {
        if (lineFaultOf(stream) !== null) connection.endAfterReply()
        respond(this.#refused(error))
      },
    )
  }

  /** What no message can heal, such as a refused phone or phones alone, is said before the message is sent. */
  #refusalOfData(session: SMTPServerSession): ReplyError | null {
    const envelope = this.#envelopes.get(session.envelope)
    if (envelope?.refusedPhone) return this.#refused(envelope.refusedPhone)
    try {
      if (envelope !== undefined) readEnvelope([...envelope.recipients.keys()], this.#signedInOf(session))
      return null
    } catch (error) {
      return this.#refused(error)
    }
  }

  #signedInOf(session: SMTPServerSession): SignedIn {
    const signedIn = this.#signedIn.get(session)
    if (signedIn === undefined) throw refusals.signInRefused()
    return signedIn
  }

  #answer(respond: Answer, decide: () => void): void {
    try {
      decide()
    } catch (error) {
      respond(this.#refused(error))
      return
    }
    respond(null)
  }

  #refused(error: unknown, replyOf = smtpReplyOf): ReplyError {
    this.#options.countRefusal(error)
    return new ReplyError(replyOf(error))
  }
}

/** RFC 4954 section 4.7.2: a sign-in that fails for now is 454, so that a mail program does not ask for a new password. */
function authReplyOf(error: unknown) {
  const reply = smtpReplyOf(error)
  return reply.code >= 500 ? reply : { ...reply, code: 454, enhanced: '4.7.0' }
}
