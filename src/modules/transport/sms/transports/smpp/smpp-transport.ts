import { setTimeout as delay } from 'node:timers/promises'
import type { Pdu } from 'smpp'
import { createConcurrencyLimit } from '../concurrency-limit.ts'
import type { ConcurrencyLimit } from '../concurrency-limit.ts'
import { refused, unavailable } from '../transport.ts'
import type { SmsMessage, SmsOutcome, SmsReceiptListener, SmsTransport } from '../transport.ts'
import { readReceipt } from './receipt.ts'
import { toSegments } from './segments.ts'
import type { Segment } from './segments.ts'
import { defaultSmppTiming, SmppLink } from './smpp-link.ts'
import type { LinkEvent, SmppTiming } from './smpp-link.ts'
import { SmppSessionError } from './smpp-session.ts'
import type { SmppSession } from './smpp-session.ts'
import type { SmppSettings } from './smpp-url.ts'
import { isThrottling, status, submitRefusal } from './status.ts'
import { submitFields } from './submit.ts'

export interface SmppTransportOptions {
  readonly settings: SmppSettings
  readonly onReceipt: SmsReceiptListener
  readonly onEvent?: (event: LinkEvent | 'receipt-unreadable' | 'receipt-not-recorded') => void
  readonly timing?: Partial<SmppTiming>
  /** PEM of the authority to trust in place of the system's; for centres with a private one. */
  readonly ca?: string
}

const maxThrottledTries = 4
/** Receipts being recorded at once; beyond that the centre is asked to repeat them later. */
const maxReceiptsUnderWay = 50

/**
 * SMPP 3.4 as transceiver. A text counts as accepted when the centre took all its parts; the id is that of the last
 * part. SMPP knows no idempotent submission: a text whose answer was lost may arrive twice when it is sent again.
 */
export function createSmppTransport(options: SmppTransportOptions): SmsTransport {
  return new SmppTransport(options)
}

class SmppTransport implements SmsTransport {
  readonly #options: SmppTransportOptions
  readonly #timing: SmppTiming
  readonly #link: SmppLink
  readonly #window: ConcurrencyLimit
  #receiptsUnderWay = 0
  #closing = false

  constructor(options: SmppTransportOptions) {
    this.#options = options
    this.#timing = { ...defaultSmppTiming, ...options.timing }
    this.#window = createConcurrencyLimit(options.settings.windowSize)
    this.#link = new SmppLink({
      settings: options.settings,
      timing: this.#timing,
      ca: options.ca,
      onRequest: (pdu) => this.#takeReceipt(pdu),
      onEvent: (event) => options.onEvent?.(event),
    })
  }

  async send(message: SmsMessage, { signal }: { readonly signal: AbortSignal }): Promise<SmsOutcome> {
    if (this.#closing) return unavailable('closed')
    const segments = toSegments(message.text)
    if (segments === undefined) return refused('invalid-text', { permanent: true })
    let outcome: SmsOutcome = unavailable('aborted')
    for (const segment of segments) {
      const submit = (): Promise<SmsOutcome> => this.#submitPatiently(message, segment, signal)
      outcome = await this.#window.run(submit, signal).catch((error: unknown) => abortedOr(error, signal))
      if (outcome.status !== 'accepted') return outcome
    }
    return outcome
  }

  async close(): Promise<void> {
    this.#closing = true
    await Promise.race([this.#window.idle(), delay(this.#timing.responseTimeoutMs, undefined, { ref: false })])
    await this.#link.close()
  }

  /** A throttled part keeps its place in the window while it pauses, which is what slows the sender down. */
  async #submitPatiently(message: SmsMessage, segment: Segment, signal: AbortSignal): Promise<SmsOutcome> {
    for (let tries = 1; ; tries += 1) {
      const session = await this.#link.session(signal)
      if ('status' in session) return session
      const answer = await this.#submit(session, submitFields(message, segment, this.#options.settings), signal)
      if ('status' in answer) return answer
      if (answer.command_status === status.ok) return this.#accepted(answer)
      if (!isThrottling(answer.command_status) || tries >= maxThrottledTries)
        return submitRefusal(answer.command_status)
      await delay(this.#timing.throttlePauseMs * 2 ** (tries - 1), undefined, { signal })
    }
  }

  async #submit(
    session: SmppSession,
    fields: Readonly<Record<string, unknown>>,
    signal: AbortSignal,
  ): Promise<Pdu | SmsOutcome> {
    const aborted = Promise.withResolvers<SmsOutcome>()
    const onAbort = (): void => aborted.resolve(unavailable('aborted', { mayHaveLeft: true }))
    signal.addEventListener('abort', onAbort, { once: true })
    const answer = session.request('submit_sm', fields).catch(lostAnswer)
    try {
      return await Promise.race([answer, aborted.promise])
    } finally {
      signal.removeEventListener('abort', onAbort)
    }
  }

  #accepted(answer: Pdu): SmsOutcome {
    const id = answer.message_id ?? ''
    if (answer.command !== 'submit_sm_resp' || id === '') return unavailable('bad-response', { mayHaveLeft: true })
    const inDecimal = this.#options.settings.receiptIds === 'decimal' && /^[0-9a-f]+$/i.test(id)
    return { status: 'accepted', providerId: inDecimal ? BigInt(`0x${id}`).toString() : id }
  }

  /** Answers the centre only after the receipt is recorded: a receipt is repeated rather than lost. */
  async #takeReceipt(pdu: Pdu): Promise<number> {
    const incoming = readReceipt(pdu)
    if (incoming.kind === 'unreadable') this.#options.onEvent?.('receipt-unreadable')
    if (incoming.kind !== 'final') return status.ok
    if (this.#receiptsUnderWay >= maxReceiptsUnderWay) return status.temporaryApplicationError
    this.#receiptsUnderWay += 1
    try {
      await this.#options.onReceipt(incoming.receipt)
      return status.ok
    } catch {
      this.#options.onEvent?.('receipt-not-recorded')
      return status.temporaryApplicationError
    } finally {
      this.#receiptsUnderWay -= 1
    }
  }
}

function lostAnswer(error: unknown): SmsOutcome {
  if (!(error instanceof SmppSessionError)) throw error
  return unavailable(error.failure === 'timeout' ? 'timeout' : 'unreachable', { mayHaveLeft: error.written })
}

function abortedOr(error: unknown, signal: AbortSignal): SmsOutcome {
  if (signal.aborted) return unavailable('aborted')
  throw error
}
