/** One text on its way to the outside. `reference` names it for the provider: the same text sent again keeps it. */
export interface SmsMessage {
  /** E.164. */
  readonly to: string
  readonly text: string
  /** 1 to 64 characters out of `A-Z a-z 0-9 - _`; holds nothing about the person. */
  readonly reference: string
  /** After this many seconds the network should no longer try; transports that cannot say so ignore it. */
  readonly validForSeconds?: number
}

/** Stable words for why a text was not taken; they go into the database and the metrics, never a provider's own text. */
export type SmsReason =
  | 'invalid-number'
  | 'invalid-text'
  | 'invalid-sender'
  | 'not-authorised'
  | 'provider-refused'
  | 'provider-error'
  | 'throttled'
  | 'unreachable'
  | 'timeout'
  | 'redirected'
  | 'certificate'
  | 'bad-response'
  | 'aborted'
  | 'closed'

/**
 * What became of one attempt. `refused`: the provider answered no. `unavailable`: there was no usable answer; it is not
 * `retryable` when only a change of the configuration can help. `mayHaveLeft` says that the text was handed over before
 * the answer got lost, so that sending it again may make it arrive twice.
 */
export type SmsOutcome =
  | { readonly status: 'accepted'; readonly providerId: string }
  | { readonly status: 'refused'; readonly permanent: boolean; readonly reason: SmsReason }
  | {
      readonly status: 'unavailable'
      readonly retryable: boolean
      readonly reason: SmsReason
      readonly mayHaveLeft: boolean
    }

/**
 * The way to a provider. `send` never throws for what a network or a provider does; it settles soon after the signal
 * aborts. `close` ends connections and lets what is under way settle; afterwards every send is `unavailable`, `closed`.
 */
export interface SmsTransport {
  send(message: SmsMessage, options: { readonly signal: AbortSignal }): Promise<SmsOutcome>
  close(): Promise<void>
}

/** What the network later tells about an accepted text; `providerId` is the one of the accepted outcome. */
export interface SmsReceipt {
  readonly providerId: string
  readonly state: 'delivered' | 'failed'
}

/** Takes a receipt. The provider is asked to repeat the receipt when the promise rejects, so record it before resolving. */
export type SmsReceiptListener = (receipt: SmsReceipt) => Promise<void>

export function unavailable(
  reason: SmsReason,
  options: { retryable?: boolean; mayHaveLeft?: boolean } = {},
): SmsOutcome {
  return {
    status: 'unavailable',
    reason,
    retryable: options.retryable ?? true,
    mayHaveLeft: options.mayHaveLeft ?? false,
  }
}

export function refused(reason: SmsReason, options: { permanent: boolean }): SmsOutcome {
  return { status: 'refused', reason, permanent: options.permanent }
}
