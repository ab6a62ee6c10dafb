import { setTimeout as delay } from 'node:timers/promises'
import type { Pdu } from 'smpp'
import { unavailable } from '../transport.ts'
import type { SmsOutcome } from '../transport.ts'
import { SmppSession, SmppSessionError } from './smpp-session.ts'
import type { SmppSettings } from './smpp-url.ts'
import { bindRefusal, status } from './status.ts'

/** How long each thing may take; tests shorten them, production uses `defaultSmppTiming`. */
export interface SmppTiming {
  readonly connectTimeoutMs: number
  readonly responseTimeoutMs: number
  /** How long a text waits for a bound session before its attempt counts as failed. */
  readonly bindWaitMs: number
  readonly enquireEveryMs: number
  readonly reconnectFirstMs: number
  readonly reconnectMaxMs: number
  readonly throttlePauseMs: number
}

export const defaultSmppTiming: SmppTiming = {
  connectTimeoutMs: 10_000,
  responseTimeoutMs: 15_000,
  bindWaitMs: 10_000,
  enquireEveryMs: 30_000,
  reconnectFirstMs: 500,
  reconnectMaxMs: 60_000,
  throttlePauseMs: 1_000,
}

export type LinkEvent = 'bound' | 'lost' | 'bind-refused' | 'connect-failed'

export interface SmppLinkOptions {
  readonly settings: SmppSettings
  readonly timing: SmppTiming
  readonly ca: string | undefined
  readonly onRequest: (pdu: Pdu) => Promise<number>
  readonly onEvent: (event: LinkEvent) => void
}

const interfaceVersion34 = 0x34

/**
 * Keeps one bound session to the centre for as long as it lives: binds as transceiver, asks after the line, and comes
 * back with growing pauses when the line is lost. Receipts arrive over it even while nothing is sent.
 */
export class SmppLink {
  readonly #options: SmppLinkOptions
  readonly #stop = new AbortController()
  readonly #changed = new Set<() => void>()
  readonly #finished: Promise<void>
  #session: SmppSession | undefined
  /** What a text hears while there is no session; set by the last failed attempt. */
  #hindrance: SmsOutcome | undefined

  constructor(options: SmppLinkOptions) {
    this.#options = options
    this.#finished = this.#live()
  }

  /** The bound session, or, when none comes within the limit, the outcome for whoever wanted it. */
  async session(signal: AbortSignal): Promise<SmppSession | SmsOutcome> {
    const limit = AbortSignal.any([signal, this.#stop.signal, AbortSignal.timeout(this.#options.timing.bindWaitMs)])
    while (!limit.aborted) {
      if (this.#session !== undefined) return this.#session
      if (this.#hindrance?.status === 'unavailable' && !this.#hindrance.retryable) return this.#hindrance
      await this.#nextChange(limit)
    }
    if (this.#stop.signal.aborted) return unavailable('closed')
    return signal.aborted ? unavailable('aborted') : (this.#hindrance ?? unavailable('unreachable'))
  }

  async close(): Promise<void> {
    this.#stop.abort()
    await this.#session?.unbind()
    await this.#finished
  }

  async #live(): Promise<void> {
    let failures = 0
    while (!this.#stop.signal.aborted) {
      const bound = await this.#bind()
      failures = bound === undefined ? failures + 1 : 0
      if (bound !== undefined) await this.#serve(bound)
      await this.#pause(failures)
    }
  }

  async #bind(): Promise<SmppSession | undefined> {
    const { settings, timing, ca, onRequest, onEvent } = this.#options
    try {
      const tls = settings.secure ? (ca === undefined ? {} : { ca }) : undefined
      const session = await SmppSession.connect({ host: settings.host, port: settings.port, tls, ...timing, onRequest })
      const answer = await session.request('bind_transceiver', {
        system_id: settings.systemId,
        password: settings.password,
        system_type: settings.systemType,
        interface_version: interfaceVersion34,
      })
      if (answer.command === 'bind_transceiver_resp' && answer.command_status === status.ok) return session
      session.destroy()
      this.#hindrance = bindRefusal(answer.command_status)
      onEvent('bind-refused')
    } catch (error) {
      const untrusted = error instanceof SmppSessionError && error.failure === 'certificate'
      this.#hindrance = untrusted ? unavailable('certificate', { retryable: false }) : unavailable('unreachable')
      onEvent('connect-failed')
    }
    this.#announce()
    return undefined
  }

  async #serve(session: SmppSession): Promise<void> {
    this.#session = session
    this.#hindrance = undefined
    this.#options.onEvent('bound')
    this.#announce()
    const stopAsking = new AbortController()
    const asking = this.#askAfterTheLine(session, stopAsking.signal)
    if (this.#stop.signal.aborted) session.destroy()
    await session.closed
    stopAsking.abort()
    await asking
    this.#session = undefined
    if (!this.#stop.signal.aborted) this.#options.onEvent('lost')
    this.#announce()
  }

  async #askAfterTheLine(session: SmppSession, signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await delay(this.#options.timing.enquireEveryMs, undefined, { signal }).catch(() => undefined)
      if (signal.aborted) return
      await session.request('enquire_link', {}).catch(() => session.destroy())
    }
  }

  /** Up to a quarter is random, so that many processes do not come back to the centre at the same moment. */
  async #pause(failures: number): Promise<void> {
    const { reconnectFirstMs, reconnectMaxMs } = this.#options.timing
    const pauseMs = Math.min(reconnectFirstMs * 2 ** Math.min(failures, 20), reconnectMaxMs)
    const signal = this.#stop.signal
    await delay(pauseMs * (1 - Math.random() / 4), undefined, { signal }).catch(() => undefined)
  }

  #announce(): void {
    for (const listener of this.#changed) listener()
  }

  #nextChange(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const done = (): void => {
        this.#changed.delete(done)
        signal.removeEventListener('abort', done)
        resolve()
      }
      signal.addEventListener('abort', done, { once: true })
      this.#changed.add(done)
    })
  }
}
