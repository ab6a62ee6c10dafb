import type { ReportRequest } from '../../../lib/smtp/index.ts'
import type { AttemptOutcome, DeferralCause } from './mail.ts'
import { delayReportAfterMs, nextAttemptAt, patienceFor, retryDelayMs } from './schedule.ts'
import { wantsReport, type ReportAction } from './dsn/wants-report.ts'

export interface MailHistory {
  readonly kind: string
  readonly attempts: number
  readonly firstQueuedAt: Date
  readonly delayReportedAt: Date | null
  readonly dsn: ReportRequest | null
  /** The mail leaves over verified TLS only. */
  readonly demandsTls: boolean
}

export interface Circumstances {
  readonly now: Date
  /** Uniform in [0, 1). */
  readonly random: number
  /** Set when the whole destination is left alone; only a smarthost's outage replaces the mail's own schedule. */
  readonly outageUntil: Date | null
}

interface Postponed {
  readonly state: 'queued'
  readonly nextAttemptAt: Date
  readonly attempts: number
  readonly delayReportedAt: Date | null
}

export type Plan = (Postponed | { readonly state: 'sent' } | { readonly state: 'failed' }) & {
  readonly report: ReportAction | null
}

/** After an outage of the smarthost the mails that waited do not all return in the same second. */
const outageSpreadMs = 10_000

/** What becomes of a mail after an attempt: pure, so that five days are a table in a test. */
export function planOutcome(outcome: AttemptOutcome, history: MailHistory, circumstances: Circumstances): Plan {
  const reportIf = (action: ReportAction) => (wantsReport(history.dsn, action) ? action : null)
  if (outcome.kind === 'sent') return { state: 'sent', report: outcome.reportPassedOn ? null : reportIf('relayed') }
  if (outcome.kind === 'failed') return { state: 'failed', report: reportIf('failed') }
  const { now } = circumstances
  if (outcome.cause === 'stopped') return { state: 'queued', nextAttemptAt: now, ...unchanged(history), report: null }
  const next = nextAttemptAt({
    now,
    firstQueuedAt: history.firstQueuedAt,
    delayMs: delayOf(history, outcome.cause, circumstances),
    patience: patienceOf(history, outcome.cause),
  })
  if (next === null) return { state: 'failed', report: reportIf('failed') }
  const isLate = now.getTime() - history.firstQueuedAt.getTime() >= delayReportAfterMs
  const report = isLate && history.delayReportedAt === null ? reportIf('delayed') : null
  return {
    state: 'queued',
    nextAttemptAt: next,
    attempts: history.attempts + (circumstances.outageUntil === null ? 1 : 0),
    delayReportedAt: report === null ? history.delayReportedAt : now,
    report,
  }
}

const unchanged = ({ attempts, delayReportedAt }: MailHistory) => ({ attempts, delayReportedAt })

/** What demands verified TLS has another way, so its sender does not wait for days. */
const patienceOf = ({ kind, demandsTls }: MailHistory, cause: DeferralCause) =>
  patienceFor(demandsTls && cause === 'no-verified-tls' ? 'verified-tls' : kind)

function delayOf(history: MailHistory, cause: DeferralCause, { now, random, outageUntil }: Circumstances): number {
  if (outageUntil === null) return retryDelayMs(history.attempts + 1, random, patienceOf(history, cause))
  return Math.max(outageUntil.getTime() - now.getTime(), 0) + Math.round(random * outageSpreadMs)
}
