import { isAppError } from '../../../lib/errors/app-error.ts'
import type { Metrics } from '../../../platform/metrics/metrics.ts'

export type SubmissionMetrics = ReturnType<typeof createSubmissionMetrics>

/** What an operator sees of submission; labels are words from the code. */
export function createSubmissionMetrics(metrics: Metrics) {
  const refused = metrics.counter(
    'sealpost_submission_refused_total',
    'Refused sign-ins, commands and messages, by reason',
    ['reason'],
  )
  return {
    connections: metrics.counter(
      'sealpost_submission_connections_total',
      'Connections, by port and whether they were let in',
      ['port', 'result'],
    ),
    open: metrics.gauge('sealpost_submission_connections_open', 'Connections that are open now'),
    signIns: metrics.counter('sealpost_submission_sign_ins_total', 'Sign-ins by result', ['result']),
    accepted: metrics.counter('sealpost_submission_accepted_total', 'Messages acknowledged with 250', ['sender']),
    bytes: metrics.counter('sealpost_submission_bytes_total', 'Bytes of acknowledged messages'),
    seconds: metrics.histogram('sealpost_submission_seconds', 'From DATA to the answer'),
    countRefusal(error: unknown) {
      refused.inc({ reason: isAppError(error) ? error.code : 'unexpected' })
    },
  } as const
}
