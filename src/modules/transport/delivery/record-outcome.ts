import type { OrganisationId } from '../../../lib/id/identifiers.ts'
import type { Clock } from '../../../platform/clock/clock.ts'
import type { Database, Tx } from '../../../platform/database/database.ts'
import { enqueueJob } from '../../../platform/jobs/jobs.ts'
import type { Shred } from '../../../platform/shred/shred.ts'
import { sendTask } from './jobs.ts'
import type { AttemptOutcome, FailureCause, MailReference, OutgoingMail } from './mail.ts'
import type { Plan } from './plan-outcome.ts'
import { finishMail, postponeMail, type ClaimedMail } from './store.ts'

/** Run in the transaction that records the outcome, once per mail that carries a reference. */
export interface DeliveryHooks {
  readonly onSent: (tx: Tx, event: SentEvent) => Promise<void>
  /** `isReplaced` says that the message goes another way: the sender gets no report of this failure. */
  readonly onFailed: (tx: Tx, event: FailedEvent) => Promise<{ readonly isReplaced: boolean } | void>
}

export interface SentEvent {
  readonly organisationId: OrganisationId
  readonly ref: MailReference
}

export interface FailedEvent extends SentEvent {
  /** The enhanced code, for example 5.1.1. */
  readonly status: string
  readonly cause: FailureCause
  /** Unless the hook says that the message is replaced: the sender gets a delivery report of this failure. */
  readonly isReported: boolean
}

export interface RecordDeps {
  readonly database: Database
  readonly clock: Clock
  readonly shred: Shred
  readonly hooks: DeliveryHooks
  readonly holder: string
  readonly queueReport: (tx: Tx, mail: OutgoingMail) => Promise<unknown>
}

export interface OutcomeRecord {
  readonly mail: ClaimedMail
  readonly outcome: AttemptOutcome
  readonly plan: Plan
  /** The report the plan asks for, composed. */
  readonly report: Uint8Array | null
  /** False only when the hook made the record fail again and again; the log then tells. */
  readonly withHook: boolean
}

/** One transaction: the outcome, the erasure of the payload, the hook, the report, the next attempt. */
export async function recordOutcome(deps: RecordDeps, record: OutcomeRecord): Promise<void> {
  const { mail } = record
  await deps.database.withOrganisation(mail.organisation_id, async (tx) => {
    if (!(await writeState(deps, tx, record))) return
    const isReplaced = record.withHook && (await callHook(deps.hooks, tx, record))
    if (!isReplaced) await queueReport(deps, tx, record)
  })
}

async function writeState(deps: RecordDeps, tx: Tx, { mail, outcome, plan }: OutcomeRecord): Promise<boolean> {
  const { holder } = deps
  const { status, text, host, tls } = outcome
  const last = { status, text, host, tls }
  if (plan.state !== 'queued') {
    const finished = await finishMail(tx, mail.id, { holder, state: plan.state, at: deps.clock.now(), last })
    if (finished) deps.shred.end(tx, [mail.sealed_payload])
    return finished
  }
  const written = await postponeMail(tx, mail.id, { holder, last, ...plan })
  if (!written) return false
  const payload = { organisationId: mail.organisation_id, mailId: mail.id }
  await enqueueJob(tx, {
    task: sendTask,
    payload,
    runAt: plan.nextAttemptAt,
    jobKey: `delivery/${mail.id}`,
    maxAttempts: 3,
  })
  return true
}

/** A mail that waited in vain was given up for the reason of its last wait. */
function causeOf(outcome: AttemptOutcome): FailureCause {
  if (outcome.kind === 'failed') return outcome.cause
  return outcome.kind === 'deferred' && outcome.cause === 'no-verified-tls' ? outcome.cause : 'other'
}

/** True when the message goes another way. */
async function callHook(hooks: DeliveryHooks, tx: Tx, record: OutcomeRecord): Promise<boolean> {
  const { mail, outcome, plan, report } = record
  if (mail.ref_kind === null || mail.ref_id === null) return false
  const event = { organisationId: mail.organisation_id, ref: { kind: mail.ref_kind, id: mail.ref_id } }
  if (plan.state === 'sent') await hooks.onSent(tx, event)
  if (plan.state !== 'failed') return false
  const { status } = outcome
  const answer = await hooks.onFailed(tx, { ...event, status, cause: causeOf(outcome), isReported: report !== null })
  return answer?.isReplaced === true
}

async function queueReport(deps: RecordDeps, tx: Tx, { mail, report }: OutcomeRecord): Promise<void> {
  if (report === null || mail.dsn === null) return
  await deps.queueReport(tx, {
    organisationId: mail.organisation_id,
    kind: 'report',
    envelopeFrom: '',
    to: mail.dsn.originalSender,
    compose: { raw: report },
  })
}
