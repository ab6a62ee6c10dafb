import type { SmsOutcome, SmsReason } from './transports/transport.ts'
import type { SmsPurpose } from './store.ts'

/** Why a text failed for good: what the provider said, or what became of it here. */
export type SmsFailure = SmsReason | 'expired' | 'outcome-unknown' | 'unreadable' | 'undelivered'

export type NextStep =
  | { readonly kind: 'accepted'; readonly providerId: string }
  | { readonly kind: 'again'; readonly at: Date; readonly uncertain: boolean }
  | { readonly kind: 'failed'; readonly failure: SmsFailure }

interface Standing {
  readonly purpose: SmsPurpose
  readonly attempts: number
  readonly uncertainAttempts: number
  readonly notAfter: Date
}

/** After so many attempts with an unknown end the text is given up, so that nobody gets and nobody pays for it ten times. */
export const maxUncertainAttempts = 3

const firstPauseMs = 2_000
const maxPauseMs: Readonly<Record<SmsPurpose, number>> = { 'portal-code': 60_000, password: 900_000 }

/**
 * What to do after an attempt. `jitter` is between 0 and 1 and lengthens the pause by up to a quarter. A next attempt
 * that would come after the text is worthless is a failure now: somebody is waiting to hear of it.
 */
export function nextStep(outcome: SmsOutcome, standing: Standing, moment: { now: Date; jitter: number }): NextStep {
  if (outcome.status === 'accepted') return { kind: 'accepted', providerId: outcome.providerId }
  if (outcome.status === 'refused' && outcome.permanent) return { kind: 'failed', failure: outcome.reason }
  if (outcome.status === 'unavailable' && !outcome.retryable) return { kind: 'failed', failure: outcome.reason }
  const uncertain = outcome.status === 'unavailable' && outcome.mayHaveLeft
  if (uncertain && standing.uncertainAttempts + 1 >= maxUncertainAttempts) {
    return { kind: 'failed', failure: 'outcome-unknown' }
  }
  const at = new Date(moment.now.getTime() + pauseMs(standing, moment.jitter))
  return at < standing.notAfter ? { kind: 'again', at, uncertain } : { kind: 'failed', failure: outcome.reason }
}

function pauseMs({ purpose, attempts }: Standing, jitter: number): number {
  const growing = firstPauseMs * 2 ** Math.min(attempts - 1, 20)
  return Math.round(Math.min(growing, maxPauseMs[purpose]) * (1 + jitter / 4))
}
