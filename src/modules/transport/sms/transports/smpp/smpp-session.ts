import { setTimeout as delay } from 'node:timers/promises'
import smpp from 'smpp'
import type { Pdu, Session } from 'smpp'
import { isCertificateError } from '../is-certificate-error.ts'

export type SessionFailure = 'closed' | 'timeout' | 'certificate'

/** No answer will come; `written` tells whether the request had left, so that the other side may have acted on it. */
export class SmppSessionError extends Error {
  readonly failure: SessionFailure
  readonly written: boolean

  constructor(failure: SessionFailure, written: boolean) {
    super(`The SMPP session failed: ${failure}.`)
    this.name = 'SmppSessionError'
    this.failure = failure
    this.written = written
  }
}

export interface SmppSessionOptions {
  readonly host: string
  readonly port: number
  /** Undefined: no TLS. The certificate must name the host; `ca` replaces the system's authorities. */
  readonly tls: { readonly ca?: string } | undefined
  readonly connectTimeoutMs: number
  readonly responseTimeoutMs: number
  /** Requests of the centre other than enquire_link and unbind; what it returns is the command_status of the answer. */
  readonly onRequest: (pdu: Pdu) => Promise<number>
}

const unknownCommand = 0x03

/**
 * One TCP connection to a message centre. A life: connect, requests, closed; it never comes back. The package below it
 * neither times out nor tells waiting callers of a lost connection: both happen here.
 */
export class SmppSession {
  readonly closed: Promise<SessionFailure>
  readonly #session: Session
  readonly #options: SmppSessionOptions
  readonly #waiting = new Set<(failure: SessionFailure) => void>()
  #failure: SessionFailure | undefined

  private constructor(session: Session, options: SmppSessionOptions) {
    this.#session = session
    this.#options = options
    const { promise, resolve } = Promise.withResolvers<SessionFailure>()
    this.closed = promise
    session.on('error', (error: unknown) => this.#end(isCertificateError(error) ? 'certificate' : 'closed', resolve))
    session.on('close', () => this.#end('closed', resolve))
    session.on('pdu', (pdu: Pdu) => void this.#receive(pdu))
  }

  /** Resolves when the connection (with TLS: the handshake) stands; rejects with SmppSessionError. */
  static async connect(options: SmppSessionOptions): Promise<SmppSession> {
    const { host, port, tls } = options
    const raw = smpp.connect({
      host,
      port,
      tls: tls !== undefined,
      ...(tls === undefined ? {} : { servername: serverName(host), minVersion: 'TLSv1.2' }),
      ...(tls?.ca === undefined ? {} : { ca: tls.ca }),
    })
    const session = new SmppSession(raw, options)
    const ready = new Promise<undefined>((resolve) =>
      raw.on(tls === undefined ? 'connect' : 'secureConnect', () => resolve(undefined)),
    )
    const stop = new AbortController()
    const timeout = delay(options.connectTimeoutMs, 'timeout' as const, { signal: stop.signal }).catch(() => undefined)
    const failure = await Promise.race([ready, session.closed, timeout])
    stop.abort()
    if (failure === undefined) return session
    session.destroy()
    throw new SmppSessionError(failure, false)
  }

  /** Sends one request and waits for its response, whatever status it carries; rejects with SmppSessionError. */
  request(command: string, fields: Readonly<Record<string, unknown>>): Promise<Pdu> {
    if (this.#failure !== undefined) return Promise.reject(new SmppSessionError(this.#failure, false))
    return new Promise((resolve, reject) => {
      const fail = (failure: SessionFailure): void => {
        clearTimeout(timer)
        this.#waiting.delete(fail)
        reject(new SmppSessionError(failure, true))
      }
      const timer = setTimeout(() => fail('timeout'), this.#options.responseTimeoutMs)
      this.#waiting.add(fail)
      const sent = this.#session.send(new smpp.PDU(command, fields), (response) => {
        clearTimeout(timer)
        this.#waiting.delete(fail)
        resolve(response)
      })
      if (!sent) fail('closed')
    })
  }

  /** Says goodbye, waits briefly for the answer, and closes. */
  async unbind(): Promise<void> {
    await this.request('unbind', {}).catch(() => undefined)
    this.destroy()
  }

  destroy(): void {
    this.#session.destroy()
  }

  #end(failure: SessionFailure, resolve: (failure: SessionFailure) => void): void {
    if (this.#failure !== undefined) return
    this.#failure = failure
    resolve(failure)
    for (const fail of this.#waiting) fail(failure)
    this.#session.destroy()
  }

  async #receive(pdu: Pdu): Promise<void> {
    if ((pdu.command_id & 0x80000000) !== 0) return
    if (pdu.command === 'enquire_link') return this.#answer(pdu, 0)
    if (pdu.command === 'unbind') {
      this.#answer(pdu, 0)
      return this.#session.close()
    }
    const isDelivery = pdu.command === 'deliver_sm' || pdu.command === 'data_sm'
    if (!isDelivery) return this.#refuse(pdu)
    this.#answer(pdu, await this.#options.onRequest(pdu))
  }

  #answer(pdu: Pdu, commandStatus: number): void {
    this.#session.send(pdu.response({ command_status: commandStatus }))
  }

  #refuse(pdu: Pdu): void {
    const fields = { command_status: unknownCommand, sequence_number: pdu.sequence_number }
    this.#session.send(new smpp.PDU('generic_nack', fields))
  }
}

/** A name sent in the handshake must not be an address (RFC 6066 section 3); the certificate is still checked against it. */
function serverName(host: string): string {
  return /^[0-9.]+$|:/.test(host) ? '' : host
}
