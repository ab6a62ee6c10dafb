import { once } from 'node:events'
import { isAscii } from 'node:buffer'
import { connect, isIP, type Socket } from 'node:net'
import { Readable } from 'node:stream'
import { TLSSocket } from 'node:tls'
import SMTPConnection from 'nodemailer/lib/smtp-connection'
import type { TlsState } from '../mail.ts'
import { checkStrictIdentity } from '../certificates/speaks-for.ts'
import { proveHost } from './prove-host.ts'
import type { Endpoint } from '../routing/endpoint.ts'
import { SmtpFailure, failureOf } from './smtp-failure.ts'

export interface SmtpTimeouts {
  /** For one address to accept the connection. */
  readonly connectMs: number
  /** For greeting, TLS and login. */
  readonly setUpMs: number
  /** For any one answer while a mail is handed over, the last one included. */
  readonly answerMs: number
}

export interface SmtpEnvelope {
  readonly from: string
  readonly to: string
  readonly needsUtf8: boolean
  readonly dsn: SMTPConnection.DSNOptions | null
  /** Later hosts shall demand verified TLS as well, where this one can pass that on (REQUIRETLS, RFC 8689). */
  readonly requireTls: boolean
}

export interface AcceptedReply {
  readonly reply: string
  readonly understandsDsn: boolean
}

/** A connection that has greeted, is protected and logged in as its endpoint demands, and may carry several mails. */
export interface SmtpSession {
  readonly endpoint: Endpoint
  readonly tls: TlsState
  /** False once the connection has ended or failed. */
  isUsable(): boolean
  /** Resolves when the host has taken responsibility; throws SmtpFailure otherwise. One at a time. */
  send(envelope: SmtpEnvelope, content: Buffer): Promise<AcceptedReply>
  /** Says goodbye; never throws. */
  close(): void
  /** Cuts the connection; what is being sent fails. */
  abort(): void
}

async function openSocket(endpoint: Endpoint, timeoutMs: number): Promise<Socket> {
  const socket = connect({ host: endpoint.address, port: endpoint.port })
  try {
    await once(socket, 'connect', { signal: AbortSignal.timeout(timeoutMs) })
    return socket
  } catch (error) {
    socket.on('error', () => undefined)
    socket.destroy()
    throw new SmtpFailure({ stage: 'connection', text: 'no connection', cause: error })
  }
}

function createConnection(endpoint: Endpoint, socket: Socket, options: SessionOptions): SMTPConnection {
  return new SMTPConnection({
    connection: socket,
    host: endpoint.address,
    servername: isIP(endpoint.host) === 0 ? endpoint.host : undefined,
    name: isIP(options.hostname) === 0 ? options.hostname : `[${options.hostname}]`,
    secure: endpoint.tls === 'implicit',
    requireTLS: endpoint.tls === 'required',
    ignoreTLS: options.withoutTls,
    tls: {
      rejectUnauthorized: endpoint.verify,
      host: endpoint.host,
      ...(endpoint.policy === null ? {} : { checkServerIdentity: checkStrictIdentity }),
      ...(options.authorities === undefined ? {} : { ca: [...options.authorities] }),
    },
    connectionTimeout: options.timeouts.setUpMs,
    greetingTimeout: options.timeouts.setUpMs,
    socketTimeout: options.timeouts.answerMs,
    socketCloseTimeout: 2000,
    maxResponseSize: 64 * 1024,
  })
}

export interface SessionOptions {
  /** The name this server greets with. */
  readonly hostname: string
  readonly timeouts: SmtpTimeouts
  /** A second try after STARTTLS failed: stay in clear. Never for an endpoint that demands TLS. */
  readonly withoutTls: boolean
  /** Authorities that are believed; undefined means those of Node. */
  readonly authorities?: readonly string[] | undefined
  /** The domain that mail is for: under DANE a certificate may name it instead of the host. */
  readonly domain?: string | undefined
}

/** Throws SmtpFailure; a host that offered STARTTLS and could not do it fails with `tls: true`. */
export async function openSession(endpoint: Endpoint, options: SessionOptions): Promise<SmtpSession> {
  const socket = await openSocket(endpoint, options.timeouts.connectMs)
  const connection = createConnection(endpoint, socket, options)
  let failure: SmtpFailure | undefined
  connection.on('error', (error: Error) => (failure ??= failureOf(error, 'connection')))
  await new Promise<void>((resolve, reject) => {
    connection.once('error', (error: Error) => reject(failureOf(error, 'connection')))
    connection.once('end', () => reject(failure ?? new SmtpFailure({ stage: 'connection', text: 'connection closed' })))
    connection.connect((error) => (error === undefined ? resolve() : reject(failureOf(error, 'connection'))))
  })
  const tls = stateAsDemanded(connection, endpoint, options)
  const greeting = connection.lastServerResponse === false ? '' : connection.lastServerResponse
  if (endpoint.login !== null) await logIn(connection, endpoint.login)
  return createSession(connection, { endpoint, greeting, tls })
}

function tlsStateOf(connection: SMTPConnection, withoutTls: boolean): TlsState {
  const socket = connection._socket
  if (socket instanceof TLSSocket) return socket.authorized ? 'verified' : 'unverified'
  return withoutTls ? 'plain-after-failure' : 'plain'
}

/** The last look before anything of a mail is said: whoever does not prove what the endpoint demands is left. */
function stateAsDemanded(connection: SMTPConnection, endpoint: Endpoint, options: SessionOptions): TlsState {
  try {
    const isProven = proveHost(connection._socket, endpoint, options.domain)
    return isProven ? 'verified' : tlsStateOf(connection, options.withoutTls)
  } catch (error) {
    connection.close()
    throw error
  }
}

function logIn(connection: SMTPConnection, login: NonNullable<Endpoint['login']>): Promise<void> {
  return new Promise((resolve, reject) => {
    const fail = (error: Error) => {
      connection.close()
      reject(failureOf(error, 'connection'))
    }
    connection.once('error', fail)
    connection.login({ ...login }, (error) => {
      connection.off('error', fail)
      if (error === null) resolve()
      else fail(error)
    })
  })
}

interface Opened {
  readonly endpoint: Endpoint
  /** The answer to EHLO, which lists the extensions (RFC 5321 section 4.1.1.1). */
  readonly greeting: string
  readonly tls: TlsState
}

function createSession(connection: SMTPConnection, opened: Opened): SmtpSession {
  const offers = (extension: string) => new RegExp(`^250[ -]${extension}\\b`, 'im').test(opened.greeting)
  let abort: (() => void) | undefined
  return {
    endpoint: opened.endpoint,
    tls: opened.tls,
    isUsable: () => !connection.destroyed,
    async send(envelope, content) {
      if (envelope.needsUtf8 && !offers('SMTPUTF8'))
        throw new SmtpFailure({ stage: 'envelope', text: 'the host does not offer SMTPUTF8', permanent: '5.6.7' })
      const understandsDsn = offers('DSN')
      const passesTlsOn = opened.tls === 'verified' && offers('REQUIRETLS')
      let handedOver = false
      const body = new Readable({
        read() {
          handedOver = true
          this.push(content)
          this.push(null)
        },
      })
      const stageNow = () => (handedOver ? 'content' : 'envelope')
      const reply = await new Promise<string>((resolve, reject) => {
        const ended = () => reject(new SmtpFailure({ stage: stageNow(), text: 'connection closed' }))
        abort = () => reject(new SmtpFailure({ stage: stageNow(), text: 'stopped' }))
        connection.once('end', ended)
        connection.send(envelopeFor(envelope, content, { understandsDsn, passesTlsOn }), body, (error, info) => {
          connection.off('end', ended)
          if (error === null && info !== undefined) resolve(info.response)
          else reject(failureOf(error ?? new Error('no answer'), stageNow()))
        })
      })
      return { reply, understandsDsn }
    },
    close() {
      if (!connection.destroyed) connection.quit()
    },
    abort() {
      abort?.()
      connection.close()
    },
  }
}

interface Abilities {
  readonly understandsDsn: boolean
  readonly passesTlsOn: boolean
}

function envelopeFor(
  envelope: SmtpEnvelope,
  content: Buffer,
  { understandsDsn, passesTlsOn }: Abilities,
): SMTPConnection.Envelope & { readonly requireTLSExtensionEnabled?: boolean } {
  return {
    from: envelope.from === '' ? false : envelope.from,
    to: envelope.to,
    size: content.length,
    use8BitMime: !isAscii(content),
    ...(understandsDsn && envelope.dsn !== null ? { dsn: envelope.dsn } : {}),
    ...(envelope.requireTls && passesTlsOn ? { requireTLSExtensionEnabled: true } : {}),
  }
}
