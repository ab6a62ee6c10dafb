import type { Metrics } from '../../../platform/metrics/metrics.ts'
import type { SmsRefusal } from './policy.ts'
import type { SmsPurpose } from './store.ts'
import type { SmsOutcome } from './transports/transport.ts'

/** The numbers an operator watches. Sent far above used is how text pumping shows. */
export interface SmsMetrics {
  queued(purpose: SmsPurpose): void
  refused(reason: SmsRefusal): void
  attempted(outcome: SmsOutcome, seconds: number): void
  finished(purpose: SmsPurpose, state: 'accepted' | 'delivered' | 'failed'): void
  used(purpose: SmsPurpose): void
  linkEvent(event: string): void
}

export function createSmsMetrics(metrics: Metrics): SmsMetrics {
  const queued = metrics.counter('sealpost_sms_queued_total', 'Texts queued, by purpose', ['purpose'])
  const refused = metrics.counter('sealpost_sms_refused_total', 'Texts refused before queueing, by reason', ['reason'])
  const attempts = metrics.counter('sealpost_sms_attempts_total', 'Sending attempts, by outcome', ['outcome', 'reason'])
  const duration = metrics.histogram('sealpost_sms_attempt_seconds', 'Time a provider took for one attempt')
  const finished = metrics.counter('sealpost_sms_finished_total', 'Texts by end state', ['purpose', 'state'])
  const used = metrics.counter('sealpost_sms_used_total', 'Texts whose code or password was used', ['purpose'])
  const link = metrics.counter('sealpost_smpp_events_total', 'What happened to the SMPP session', ['event'])
  return {
    queued: (purpose) => queued.inc({ purpose }),
    refused: (reason) => refused.inc({ reason }),
    attempted: (outcome, seconds) => {
      attempts.inc({ outcome: outcome.status, reason: outcome.status === 'accepted' ? 'none' : outcome.reason })
      duration.observe(seconds)
    },
    finished: (purpose, state) => finished.inc({ purpose, state }),
    used: (purpose) => used.inc({ purpose }),
    linkEvent: (event) => link.inc({ event }),
  }
}
