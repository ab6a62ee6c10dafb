import { once } from 'node:events'
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import { createSecureContext, TLSSocket } from 'node:tls'
import { makeLoopbackTlsPair } from '../conformance/sms-tls-pair.ts'

/** What the sink does at a step: a reply line; or `hang`, silence for good; or `drop`, the end of the connection. */
export type SinkAnswer = string
export type SinkStep = 'connect' | 'ehlo' | 'starttls' | 'auth' | 'mail' | 'rcpt' | 'data' | 'content'

export interface CaughtMail {
  readonly from: string
  readonly to: readonly string[]
  /** The command lines as they came, without AUTH. */
  readonly commands: readonly string[]
  /** Exactly the bytes of the content, dot-stuffing undone. */
  readonly raw: Buffer
  readonly secure: boolean
  readonly user: string | null
  /** Which connection carried it, counted from 1. */
  readonly connection: number
}

export interface SinkOptions {
  readonly host?: string
  readonly port?: number
  /** Extensions listed after EHLO besides STARTTLS. */
  readonly extensions?: readonly string[]
  /** `broken`: offered, accepted, and then no TLS. `implicit`: TLS from the first byte. */
  readonly tls?: 'none' | 'starttls' | 'broken' | 'implicit'
  /** The certificate it shows, with its key; otherwise one for the loopback address that nobody vouches for. */
  readonly pair?: { readonly cert: string; readonly key: string }
}

/** A receiving SMTP server that does what the test tells it to, and keeps what it was given. */
export interface SmtpSink {
  readonly host: string
  readonly port: number
  readonly mails: readonly CaughtMail[]
  /** The first four letters of every command of every connection, in order. */
  readonly verbs: readonly string[]
  /** Connections so far, and open at once at most. */
  readonly connections: { readonly total: number; readonly most: number }
  /** The next answers at a step, one per use; afterwards the step goes well again. */
  script(step: SinkStep, ...answers: readonly SinkAnswer[]): void
  /** The answer at a step from now on; null goes back to going well. */
  always(step: SinkStep, answer: SinkAnswer | null): void
  /** Milliseconds to wait before the answer to the content. */
  delayContentMs: number
  close(): Promise<void>
}

const goesWell: Readonly<Record<SinkStep, string>> = {
  connect: '220 sink ESMTP',
  ehlo: '250',
  starttls: '220 2.0.0 go ahead',
  auth: '235 2.7.0 welcome',
  mail: '250 2.1.0 sender ok',
  rcpt: '250 2.1.5 recipient ok',
  data: '354 go ahead',
  content: '250 2.0.0 taken',
}

class Sink implements SmtpSink {
  readonly host: string
  readonly mails: CaughtMail[] = []
  readonly verbs: string[] = []
  readonly connections = { total: 0, most: 0 }
  readonly options: SinkOptions
  delayContentMs = 0
  port = 0
  readonly #scripts = new Map<SinkStep, SinkAnswer[]>()
  readonly #standing = new Map<SinkStep, SinkAnswer>()
  readonly #open = new Set<Socket>()
  readonly #server: Server
  readonly #pair: { readonly cert: string; readonly key: string }

  constructor(options: SinkOptions, pair: { cert: string; key: string }) {
    this.options = options
    this.host = options.host ?? '127.0.0.1'
    this.#pair = pair
    this.#server = createServer((socket) => this.#accept(socket))
  }

  async listen(): Promise<void> {
    this.#server.listen(this.options.port ?? 0, this.host)
    await once(this.#server, 'listening')
    this.port = (this.#server.address() as AddressInfo).port
  }

  script(step: SinkStep, ...answers: readonly SinkAnswer[]): void {
    this.#scripts.set(step, [...(this.#scripts.get(step) ?? []), ...answers])
  }

  always(step: SinkStep, answer: SinkAnswer | null): void {
    if (answer === null) this.#standing.delete(step)
    else this.#standing.set(step, answer)
  }

  answer(step: SinkStep): SinkAnswer {
    return this.#scripts.get(step)?.shift() ?? this.#standing.get(step) ?? goesWell[step]
  }

  secure(socket: Socket): TLSSocket {
    const secureContext = createSecureContext({ cert: this.#pair.cert, key: this.#pair.key })
    return new TLSSocket(socket, { isServer: true, secureContext })
  }

  async close(): Promise<void> {
    for (const socket of this.#open) socket.destroy()
    this.#server.close()
    await once(this.#server, 'close')
  }

  #accept(socket: Socket): void {
    this.#open.add(socket)
    this.connections.total += 1
    this.connections.most = Math.max(this.connections.most, this.#open.size)
    socket.on('error', () => undefined)
    socket.on('close', () => this.#open.delete(socket))
    const conversation = new Conversation(this, this.connections.total)
    if (this.options.tls === 'implicit') conversation.start(this.secure(socket), true)
    else conversation.start(socket, false)
  }
}

class Conversation {
  readonly #sink: Sink
  readonly #number: number
  #socket: Socket | undefined
  #isSecure = false
  #buffer = Buffer.alloc(0)
  #inContent = false
  #user: string | null = null
  #from = ''
  #to: string[] = []
  #commands: string[] = []

  constructor(sink: Sink, number: number) {
    this.#sink = sink
    this.#number = number
  }

  start(socket: Socket, isSecure: boolean): void {
    this.#attach(socket, isSecure)
    this.#say('connect')
  }

  #attach(socket: Socket, isSecure: boolean): void {
    this.#socket = socket
    this.#isSecure = isSecure
    socket.on('error', () => undefined)
    socket.on('data', (chunk: Buffer) => {
      this.#buffer = Buffer.concat([this.#buffer, chunk])
      this.#read()
    })
  }

  /** Carries out the answer of a step; true when it was a positive reply. */
  #say(step: SinkStep): boolean {
    const answer = this.#sink.answer(step)
    if (answer === 'hang') return false
    if (answer === 'drop') {
      this.#socket?.destroy()
      return false
    }
    this.#socket?.write(step === 'ehlo' && answer === '250' ? this.#greeting() : `${answer}\r\n`)
    return /^[23]/.test(answer)
  }

  #greeting(): string {
    const { tls = 'none', extensions = ['8BITMIME', 'SIZE 52428800', 'DSN', 'AUTH PLAIN LOGIN'] } = this.#sink.options
    const offersTls = (tls === 'starttls' || tls === 'broken') && !this.#isSecure
    const lines = ['sink', ...extensions, ...(offersTls ? ['STARTTLS'] : [])]
    return lines.map((line, index) => `250${index === lines.length - 1 ? ' ' : '-'}${line}\r\n`).join('')
  }

  #read(): void {
    for (;;) {
      const end = this.#buffer.indexOf(this.#inContent ? '\r\n.\r\n' : '\r\n')
      if (end === -1) return
      const piece = this.#buffer.subarray(0, this.#inContent ? end + 2 : end)
      this.#buffer = this.#buffer.subarray(end + (this.#inContent ? 5 : 2))
      if (this.#inContent) this.#takeContent(piece)
      else this.#command(piece.toString('utf8'))
    }
  }

  #takeContent(raw: Buffer): void {
    this.#inContent = false
    const text = raw.toString('latin1').replace(/(^|\r\n)\.\./g, '$1.')
    const mail = {
      from: this.#from,
      to: this.#to,
      commands: this.#commands,
      raw: Buffer.from(text, 'latin1'),
      secure: this.#isSecure,
      user: this.#user,
      connection: this.#number,
    }
    this.#reset()
    setTimeout(() => {
      if (this.#say('content')) this.#sink.mails.push(mail)
    }, this.#sink.delayContentMs)
  }

  #reset(): void {
    this.#from = ''
    this.#to = []
    this.#commands = []
  }

  #command(line: string): void {
    const verb = line.slice(0, 4).toUpperCase()
    this.#sink.verbs.push(verb)
    if (verb !== 'AUTH') this.#commands.push(line)
    const address = /<([^>]*)>/.exec(line)?.[1] ?? ''
    if (verb === 'EHLO' || verb === 'HELO') this.#say('ehlo')
    else if (verb === 'STAR') this.#startTls()
    else if (verb === 'AUTH') this.#logIn(line)
    else if (verb === 'MAIL' && this.#say('mail')) this.#from = address
    else if (verb === 'RCPT' && this.#say('rcpt')) this.#to.push(address)
    else if (verb === 'DATA') this.#inContent = this.#say('data')
    else if (verb === 'QUIT') this.#socket?.end('221 2.0.0 bye\r\n')
    else if (!['MAIL', 'RCPT'].includes(verb)) this.#socket?.write('250 2.0.0 ok\r\n')
  }

  #logIn(line: string): void {
    const given = Buffer.from(line.slice('AUTH PLAIN '.length), 'base64').toString().split('\0')
    if (this.#say('auth')) this.#user = `${given[1] ?? ''}:${given[2] ?? ''}`
  }

  #startTls(): void {
    const socket = this.#socket
    if (socket === undefined || !this.#say('starttls')) return
    socket.removeAllListeners('data')
    if (this.#sink.options.tls === 'broken') {
      socket.once('data', () => socket.end('this is no TLS\r\n'))
      return
    }
    this.#attach(this.#sink.secure(socket), true)
  }
}

const pair = makeLoopbackTlsPair()

/** Starts a sink on a free port of the loopback address unless the options say otherwise. */
export async function startSmtpSink(options: SinkOptions = {}): Promise<SmtpSink> {
  const sink = new Sink(options, options.pair ?? pair)
  await sink.listen()
  return sink
}
