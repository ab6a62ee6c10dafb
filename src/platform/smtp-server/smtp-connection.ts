import { randomBytes } from 'node:crypto'
import type { Socket } from 'node:net'
import { TLSSocket, type SecureContext } from 'node:tls'
import { formatReply, maxCommandBytes, replies, type SmtpReply } from '../../lib/smtp/index.ts'
import { answerCommand } from './answer-command.ts'
import { ClientBudget } from './client-budget.ts'
import { say, type Conversation, type ConversationState, type Outcome } from './conversation.ts'
import type { MessageBody } from './message-body.ts'
import { MessageReception } from './message-reception.ts'
import type { SmtpLimits } from './smtp-limits.ts'
import type { SmtpClientFacts, SmtpSession, SmtpTransaction } from './smtp-session.ts'

export interface ConnectionOptions {
  readonly hostname: string
  readonly limits: SmtpLimits
  /** Null for a server without a certificate. */
  readonly secureContext: SecureContext | null
  /** TLS from the first byte (RFC 8314). */
  readonly implicitTls: boolean
  readonly newSession: (client: SmtpClientFacts) => SmtpSession
  /** A fault of the wire, or one of ours that ended the connection. */
  readonly onError: (error: unknown) => void
  readonly onGone: (connection: SmtpConnection) => void
}

/** After so many commands in one pass others get a turn. */
const maxCommandsPerPass = 100
/** Pipelined bytes held while an answer is being worked out, before the wire has to wait. */
const maxHeldInput = 65_536
/** How long a client that was told good-bye may keep its side open. */
const closeTimeoutMs = 5000
/** How often a sign-in deadline looks again when it passes while an answer is being worked out. */
const deadlineRetryMs = 5000
const LF = 0x0a
const CR = 0x0d
const nothing = Buffer.alloc(0)

/** One client: its bytes in, its replies out, its time limits, TLS under it when it comes. */
export class SmtpConnection {
  readonly #options: ConnectionOptions
  readonly #id = randomBytes(10).toString('hex')
  readonly #remoteAddress: string
  readonly #budget: ClientBudget
  readonly #deadline: NodeJS.Timeout
  readonly #wireFault = (error: Error) => this.#options.onError(error)
  #signInTimer: NodeJS.Timeout | null = null
  #closeTimer: NodeJS.Timeout | null = null
  #wire: Socket
  #phase: 'handshake' | 'open' | 'ending' | 'gone' = 'open'
  #conversation: Conversation
  #input: Buffer = nothing
  #output = ''
  #reception: MessageReception | null = null
  #isWorking = false
  #isAnswering = false
  #isUnread = false
  #lastWord: SmtpReply | null = null

  /** Takes an accepted socket over; greets at once, or when TLS is up. */
  constructor(socket: Socket, options: ConnectionOptions) {
    const { limits, implicitTls } = options
    this.#options = options
    this.#remoteAddress = plainAddress(socket.remoteAddress ?? '')
    this.#budget = new ClientBudget(limits)
    this.#wire = socket
    this.#conversation = this.#newConversation(false)
    this.#deadline = setTimeout(() => this.#onSilence(), limits.idleTimeoutMs)
    if (this.#conversation.session.signIn !== null) this.#limitSignIn(limits.signInTimeoutMs)
    if (implicitTls) this.#secure(() => this.#greet())
    else {
      this.#listen(socket)
      this.#greet()
    }
  }

  get isInHandshake(): boolean {
    return this.#phase === 'handshake'
  }

  /** Says good-bye when no answer is being worked out and no message is on its way in, and closes. */
  endWhenIdle(lastWord: SmtpReply): void {
    this.#lastWord = lastWord
    if (this.#phase === 'handshake') this.destroy()
    else if (this.#phase === 'open' && this.#isIdle()) this.#endWith(lastWord)
  }

  /** Drops the connection without a word; a message on its way in is given up. */
  destroy(): void {
    this.#wire.destroy()
  }

  #newConversation(isSecure: boolean): Conversation {
    const { hostname, limits, secureContext, newSession } = this.#options
    return {
      hostname,
      limits,
      isSecure,
      session: newSession({ connectionId: this.#id, remoteAddress: this.#remoteAddress, isSecure }),
      canStartTls: secureContext !== null && !isSecure,
      state: { kind: 'connected' },
      isSignedIn: false,
      awaited: null,
    }
  }

  #greet(): void {
    this.#say({ code: 220, enhanced: null, text: `${this.#options.hostname} ESMTP` })
    this.#flush()
  }

  #listen(wire: Socket): void {
    wire.on('error', this.#wireFault)
    wire.once('close', () => this.#onGone())
    wire.on('data', (chunk: Buffer) => this.#onData(chunk))
    wire.on('drain', () => {
      this.#isUnread = false
      this.#work()
    })
  }

  /** Puts TLS on the wire. Whatever was read in the clear is thrown away (RFC 3207 section 4.2). */
  #secure(open: () => void): void {
    const { secureContext } = this.#options
    if (secureContext === null) throw new Error('TLS without a certificate')
    const clear = this.#wire
    this.#phase = 'handshake'
    this.#input = nothing
    clear.removeAllListeners('data').removeAllListeners('drain').removeListener('error', this.#wireFault)
    clear.on('error', () => clear.destroy())
    const secure = new TLSSocket(clear, { isServer: true, secureContext })
    this.#wire = secure
    secure.once('secure', () => {
      this.#phase = 'open'
      this.#conversation = this.#newConversation(true)
      this.#deadline.refresh()
      open()
    })
    this.#listen(secure)
  }

  #onData(chunk: Buffer): void {
    if (this.#phase !== 'open') return
    this.#input = this.#input.length === 0 ? chunk : Buffer.concat([this.#input, chunk])
    this.#work()
  }

  /** Handles what has come, as far as it can be handled now, and sends the replies in one piece. */
  #work(): void {
    if (this.#isWorking) return
    this.#isWorking = true
    let left = maxCommandsPerPass
    while (this.#canWork() && left > 0) {
      if (this.#reception !== null) this.#takeData(this.#reception)
      else if (this.#takeLine()) left -= 1
      else break
    }
    if (left === 0) setImmediate(() => this.#work())
    this.#isWorking = false
    this.#flush()
    this.#regulate()
  }

  #canWork(): boolean {
    if (this.#phase !== 'open' || this.#isAnswering || this.#isUnread || this.#input.length === 0) return false
    return this.#reception === null || !this.#reception.body.isOver
  }

  #isIdle(): boolean {
    return !this.#isAnswering && this.#reception === null
  }

  #takeLine(): boolean {
    const end = this.#input.indexOf(LF)
    if ((end === -1 ? this.#input.length : end) > maxCommandBytes) {
      this.#endWith(replies.syntax.lineTooLong)
      return false
    }
    if (end === -1) return false
    const line = this.#input.toString('utf8', 0, this.#input[end - 1] === CR ? end - 1 : end)
    this.#input = end + 1 === this.#input.length ? nothing : this.#input.subarray(end + 1)
    this.#deadline.refresh()
    const { answer, isIdle } = answerCommand(this.#conversation, line)
    if (answer instanceof Promise) this.#answerLater(answer, isIdle)
    else this.#settle(answer, isIdle)
    return true
  }

  #answerLater(answer: Promise<Outcome>, isIdle: boolean): void {
    this.#isAnswering = true
    answer
      .then((outcome) => {
        this.#isAnswering = false
        this.#deadline.refresh()
        this.#settle(outcome, isIdle)
        this.#work()
      })
      .catch((error: unknown) => this.#fail(error))
  }

  /** Sends a reply and does what comes with it. */
  #settle({ reply, next }: Outcome, isIdle: boolean): void {
    if (this.#phase !== 'open') return
    this.#say(reply)
    const { session, isSignedIn, state } = this.#conversation
    const isUnknown = session.signIn !== null && !isSignedIn
    const closing = this.#budget.spend({ reply, isIdle, isUnknown })
    if (reply.code === 421 || next === 'close') this.#end()
    else if (closing !== null) this.#endWith(closing)
    else if (next === 'start-tls') this.#startTls()
    else if (next === 'receive' && state.kind === 'transaction') this.#receive(state)
    else if (this.#lastWord !== null) this.#endWith(this.#lastWord)
  }

  #startTls(): void {
    this.#flush()
    this.#secure(() => undefined)
  }

  #receive({ transaction, hello }: Extract<ConversationState, { kind: 'transaction' }>): void {
    const { limits } = this.#options
    const reception = new MessageReception(limits.maxMessageBytes, () => this.#regulate())
    const slow = setTimeout(() => {
      if (!reception.body.isOver) this.#endWith(replies.closing.slowMessage)
    }, limits.dataTimeoutMs)
    this.#reception = reception
    // The transaction is over once its message is (RFC 5321 section 4.1.1.4).
    this.#conversation.state = { kind: 'introduced', hello }
    this.#answerMessage(transaction, reception.body)
      .catch((error: unknown) => this.#fail(error))
      .finally(() => clearTimeout(slow))
  }

  async #answerMessage(transaction: SmtpTransaction, body: MessageBody): Promise<void> {
    const { session } = this.#conversation
    const reply = await transaction.receive(body).then(
      (text) => replies.accepted.message(text),
      (error: unknown) => session.replyTo(error),
    )
    // A reply before the final dot would be read as the answer to something else.
    await body.drop()
    this.#reception = null
    this.#deadline.refresh()
    if (reply.code < 300) this.#budget.messageAccepted()
    this.#settle(say(reply), false)
    // Nothing behind a message with doubtful line ends is read (docs/decisions/0001-bare-line-ends.md).
    if (body.problem?.kind === 'broken-line') this.#endWith(replies.closing.ambiguousLines)
    this.#work()
  }

  #takeData(reception: MessageReception): void {
    this.#deadline.refresh()
    const rest = reception.take(this.#input)
    this.#input = rest ?? nothing
    if (reception.isEndless) this.#endWith(replies.tooLarge.endless)
  }

  #say(reply: SmtpReply): void {
    this.#output += formatReply(reply)
  }

  #flush(): void {
    if (this.#output === '') return
    const output = this.#output
    this.#output = ''
    // Whoever does not read the replies is not read from either.
    if (!this.#wire.destroyed && this.#wire.writable) this.#isUnread = !this.#wire.write(output, 'latin1')
  }

  /** Reads from the wire only as fast as replies leave it and messages are taken. */
  #regulate(): void {
    if (this.#phase !== 'open') return
    const isBehind = !this.#isIdle() && this.#input.length >= maxHeldInput
    const isFull = this.#reception?.body.isFull === true
    if (this.#isUnread || isBehind || isFull) this.#wire.pause()
    else if (this.#wire.isPaused()) this.#wire.resume()
  }

  #endWith(lastWord: SmtpReply): void {
    if (this.#phase !== 'open') return
    this.#say(lastWord)
    this.#end()
  }

  /** Closes our side; what the client still sends is thrown away, and its side is closed for it after a while. */
  #end(): void {
    if (this.#phase !== 'open') return
    this.#flush()
    this.#phase = 'ending'
    this.#input = nothing
    this.#reception?.body.cutOff()
    this.#wire.end()
    this.#wire.resume()
    this.#closeTimer = setTimeout(() => this.destroy(), Math.min(closeTimeoutMs, this.#options.limits.idleTimeoutMs))
  }

  #fail(error: unknown): void {
    this.#options.onError(error)
    this.destroy()
  }

  #onSilence(): void {
    const isOurTurn =
      this.#isAnswering || this.#reception?.body.isOver === true || this.#reception?.body.isFull === true
    if (this.#phase === 'handshake') this.destroy()
    else if (isOurTurn) this.#deadline.refresh()
    else this.#endWith(replies.closing.silent)
  }

  #limitSignIn(delayMs: number): void {
    this.#signInTimer = setTimeout(() => {
      if (this.#conversation.isSignedIn) return
      if (this.#phase === 'handshake') this.destroy()
      else if (this.#isAnswering) this.#limitSignIn(deadlineRetryMs)
      else this.#endWith(replies.closing.notSignedIn)
    }, delayMs)
  }

  #onGone(): void {
    if (this.#phase === 'gone') return
    this.#phase = 'gone'
    this.#input = nothing
    clearTimeout(this.#deadline)
    clearTimeout(this.#signInTimer ?? undefined)
    clearTimeout(this.#closeTimer ?? undefined)
    this.#reception?.body.cutOff()
    this.#options.onGone(this)
  }
}

/** An IPv4 address in its own form, whichever kind of socket it came by. */
const plainAddress = (address: string): string => address.replace(/^::ffff:(?=\d{1,3}\.)/i, '').toLowerCase()
