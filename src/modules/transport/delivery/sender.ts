import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { describeError } from '../../../platform/log/log.ts'
import { makeAttempt, type Attempt, type AttemptDeps } from './attempt.ts'
import { ClaimKeeper } from './claim-keeper.ts'
import { composeReport } from './dsn/compose-report.ts'
import { LaneHealth } from './lane-health.ts'
import type { AttemptOutcome } from './mail.ts'
import type { LaneRun, LaneWork } from './lanes.ts'
import { planOutcome, type Plan } from './plan-outcome.ts'
import { recordOutcome, type OutcomeRecord, type RecordDeps } from './record-outcome.ts'
import { lifetimeMs } from './schedule.ts'
import { dropSession, type SessionSlot } from './smtp/hand-over.ts'
import { claimMail, type ClaimedMail, type DueMail } from './store.ts'
import type { Metrics } from '../../../platform/metrics/metrics.ts'
import { wireAddress } from './wire-address.ts'

export interface SenderDeps extends Omit<AttemptDeps, 'health' | 'noteClosedDoor'>, Omit<RecordDeps, 'holder'> {
  readonly metrics: Metrics
  /** The pause before a record that failed is written again, doubled up to a minute. */
  readonly recordRetryMs: number
}

/** After this many failed records the hook is suspected and left out. */
const triesWithHook = 8

export interface Sender extends LaneWork {
  readonly keeper: ClaimKeeper
}

function attemptMeter({ metrics, isSmarthost }: Pick<SenderDeps, 'metrics' | 'isSmarthost'>) {
  const attempts = metrics.counter('sealpost_delivery_attempts_total', 'Attempts to deliver a mail, by result', [
    'result',
  ])
  const tls = metrics.counter('sealpost_delivery_tls_total', 'Mails handed over, by protection of the connection', [
    'tls',
  ])
  const policies = metrics.counter(
    'sealpost_delivery_tls_policy_total',
    'Attempts under a policy that demands protected delivery, by policy and result',
    ['policy', 'result'],
  )
  const closedDoors = metrics.counter(
    'sealpost_delivery_closed_doors_total',
    'Hosts that said 5xx before any mail; by a smarthost: its settings or ours are wrong and everything waits',
    ['by'],
  )
  return {
    noteClosedDoor: () => closedDoors.inc({ by: isSmarthost ? 'smarthost' : 'mx' }),
    duration: metrics.histogram('sealpost_delivery_attempt_seconds', 'Duration of attempts to deliver a mail'),
    count(outcome: AttemptOutcome): void {
      attempts.inc({ result: outcome.kind })
      if (outcome.kind === 'sent') tls.inc({ tls: outcome.tls ?? 'plain' })
      if (outcome.policy !== null) policies.inc({ policy: outcome.policy, result: outcome.kind })
    },
  }
}

/** Claims a mail, attempts it, records what became of it. */
export function createSender(deps: SenderDeps): Sender {
  const holder = randomUUID()
  const keeper = new ClaimKeeper({ ...deps, holder })
  const health = new LaneHealth()
  const meter = attemptMeter(deps)

  const run = async (due: DueMail, lane: string, slot: SessionSlot): Promise<void> => {
    const mail = await claim(deps, keeper, due)
    if (mail === undefined) return
    const stopTimer = meter.duration.startTimer()
    try {
      const attempt = await makeAttempt({ ...deps, health, noteClosedDoor: meter.noteClosedDoor }, { mail, lane, slot })
      const { outcome } = attempt
      const seconds = stopTimer()
      meter.count(outcome)
      logAttempt(deps, { mail, attempt, seconds })
      await settle({ ...deps, holder }, mail, attempt)
    } finally {
      keeper.release(mail.id)
    }
  }

  const begin = (lane: string): LaneRun => {
    const slot: SessionSlot = { session: null }
    return {
      attempt: (due) =>
        run(due, lane, slot).catch((error: unknown) => {
          deps.log.error('delivery.attempt-broke', { mailId: due.mailId, ...describeError(error) })
        }),
      end: () => dropSession(slot),
    }
  }
  return { begin, keeper }
}

async function claim(deps: SenderDeps, keeper: ClaimKeeper, due: DueMail): Promise<ClaimedMail | undefined> {
  const mail = await deps.database.withOrganisation(due.organisationId, (tx) =>
    claimMail(tx, due.mailId, keeper.newClaim()),
  )
  if (mail !== undefined) keeper.hold(mail.id)
  return mail
}

function logAttempt(
  { log }: SenderDeps,
  { mail, attempt, seconds }: { mail: ClaimedMail; attempt: Attempt; seconds: number },
): void {
  const { outcome } = attempt
  log.info('delivery.attempt', {
    mailId: mail.id,
    kind: mail.kind,
    domain: mail.domain,
    result: outcome.kind,
    status: outcome.status,
    reply: outcome.kind === 'sent' ? undefined : outcome.text,
    host: outcome.host,
    tls: outcome.tls,
    policy: outcome.policy ?? undefined,
    number: mail.attempts + 1,
    milliseconds: Math.round(seconds * 1000),
  })
}

/**
 * Writes the outcome down until it is written: a host that said 250 must not get the mail again as long as this process
 * lives. Only a process that is killed between the 250 and this record sends twice; no protocol closes that gap.
 */
async function settle(deps: SenderDeps & RecordDeps, mail: ClaimedMail, attempt: Attempt): Promise<void> {
  const plan = planFor(deps, mail, attempt)
  const report = await reportFor(deps, { mail, attempt, plan })
  for (let tries = 0; ; tries++) {
    const record: OutcomeRecord = { mail, outcome: attempt.outcome, plan, report, withHook: tries < triesWithHook }
    try {
      await recordOutcome(deps, record)
      return
    } catch (error) {
      deps.log.error('delivery.not-recorded', { mailId: mail.id, tries, ...describeError(error) })
      await sleep(Math.min(deps.recordRetryMs * 2 ** Math.min(tries, 10), 60_000), undefined, { ref: false })
    }
  }
}

function planFor(deps: SenderDeps, mail: ClaimedMail, attempt: Attempt): Plan {
  const history = {
    kind: mail.kind,
    attempts: mail.attempts,
    firstQueuedAt: mail.first_queued_at,
    delayReportedAt: mail.delay_reported_at,
    dsn: mail.dsn,
    demandsTls: mail.tls_listed_hosts !== null,
  }
  const { outageUntil } = attempt
  return planOutcome(attempt.outcome, history, { now: deps.clock.now(), random: deps.random(), outageUntil })
}

async function reportFor(
  deps: SenderDeps,
  { mail, attempt, plan }: { mail: ClaimedMail; attempt: Attempt; plan: Plan },
): Promise<Uint8Array | null> {
  if (plan.report === null || mail.dsn === null) return null
  const senderDomain = wireAddress(mail.dsn.originalSender).split('@').at(-1)?.toLowerCase() ?? ''
  const isOwnDomain = await deps.signer.knows(mail.organisation_id, senderDomain).catch(() => false)
  const { outcome } = attempt
  const header = await attempt.header().catch(() => Buffer.alloc(0))
  return composeReport({
    action: plan.report,
    request: mail.dsn,
    recipient: mail.envelope_to,
    status: outcome.status,
    diagnostic: outcome.text,
    remoteHost: outcome.host,
    queuedAt: mail.first_queued_at,
    attemptedAt: deps.clock.now(),
    retryUntil: new Date(mail.first_queued_at.getTime() + lifetimeMs),
    header,
    reportingHost: deps.hostname,
    fromDomain: isOwnDomain ? senderDomain : deps.hostname,
  })
}
