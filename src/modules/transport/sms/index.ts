/**
 * Text messages: one-time codes for the portal and passwords for encrypted attachments, by SMS.
 *
 * Owns: the tables sms_messages, sms_daily_counts and sms_outbox; the jobs sms.send, sms.receipt and sms.prune; the
 * connection to the provider that SEALPOST_SMS_URL names (SMPP 3.4, an HTTPS address, or the outbox of the demo).
 *
 * Invariants:
 * - A text exists exactly when the transaction that queued it commits, and only inside the organisation's allowed
 *   countries and daily budget.
 * - Number and text are sealed under a key of their own while they wait and erased, row and key, when the provider has taken them or
 *   the text has failed for good; afterwards a keyed hash and the country remain.
 * - A text ends: it is accepted (and perhaps reported delivered), or it fails and onFinalFailure is told once.
 * - At least once: a crash or a lost answer may send a text twice, under the same reference, but never more often than
 *   the limit on attempts with an unknown end allows. A code that arrives twice is the same code.
 *
 * Deliberately does not do: make, check or void codes; choose recipients or wording; receive texts from phones; hide
 * from a provider what it sends.
 */
import type { Clock } from '../../../platform/clock/clock.ts'
import type { Database, Tx } from '../../../platform/database/database.ts'
import type { JobDefinition } from '../../../platform/jobs/jobs.ts'
import type { Log } from '../../../platform/log/log.ts'
import type { Metrics } from '../../../platform/metrics/metrics.ts'
import type { ModuleWith } from '../../../platform/module/module.ts'
import type { Shred } from '../../../platform/shred/shred.ts'
import type { TransitKey } from '../../../platform/transit/transit-key.ts'
import { smsCodes } from '../../../contract/errors/sms.ts'
import { AppError } from '../../../contract/errors/app-error.ts'
import type { OrganisationId } from '../../../lib/id/identifiers.ts'
import { queueText } from './commands/queue-text.ts'
import type { QueuedText, TextRequest } from './commands/queue-text.ts'
import type { OnFinalFailure } from './commands/send-text.ts'
import { queueReceipt } from './commands/take-receipt.ts'
import { smsJobs } from './jobs.ts'
import type { ReadSmsPolicy } from './policy.ts'
import { readOutbox } from './queries/read-outbox.ts'
import type { OutboxText } from './queries/read-outbox.ts'
import { smsSettings } from './settings.ts'
import { createSmsMetrics } from './sms-metrics.ts'
import { countDay, knownKeys, markNewestUsed } from './store.ts'
import type { DayCounts } from './store.ts'
import { openTransport } from './transports/open-transport.ts'
import { readSmsUrl } from './transports/sms-url.ts'

export type { QueuedText, TextRequest } from './commands/queue-text.ts'
export type { FailedText, OnFinalFailure } from './commands/send-text.ts'
export type { SmsFailure } from './next-step.ts'
export type { ReadSmsPolicy, SmsPolicy, SmsRefusal } from './policy.ts'
export { readSmsPolicy } from './wire.ts'
export type { OutboxText } from './queries/read-outbox.ts'
export type { DayCounts, SmsPurpose } from './store.ts'

export interface SmsDeps {
  readonly database: Database
  readonly transit: TransitKey
  readonly shred: Shred
  readonly clock: Clock
  readonly log: Log
  readonly metrics: Metrics
  /** SEALPOST_SMS_URL. */
  readonly smsUrl: string
  readonly readPolicy: ReadSmsPolicy
  readonly onFinalFailure: OnFinalFailure
}

/** The sending side, for processes that run the service "sms". */
export interface SmsSender {
  readonly jobs: readonly JobDefinition[]
  /** Ends the connection to the provider; stop the job runner first. */
  stop(): Promise<void>
}

export interface Sms extends ModuleWith<'migrations' | 'knownKeys' | 'service' | 'errors' | 'settings'> {
  /** See commands/queue-text.ts: a refusal is a value, and the transaction is the caller's. */
  queueText(tx: Tx, request: TextRequest): Promise<QueuedText>
  /** Notes that what the newest text of this reference carried was used; once per text. */
  markUsed(tx: Tx, used: { readonly organisationId: OrganisationId; readonly messageRef: string }): Promise<void>
  /** The texts of the current day (UTC), to be shown beside the budget. */
  countToday(tx: Tx, organisationId: OrganisationId): Promise<DayCounts>
  /** Whether texts are caught for the demo page instead of being sent. */
  readonly catchesTexts: boolean
  /** The caught texts in clear. Throws AppError `sms.no-outbox` unless the outbox is configured. */
  readOutbox(): Promise<readonly OutboxText[]>
  /** Connects to the provider and gives the jobs to run; call it once, after the migrations. */
  start(): SmsSender
}

/** Throws AppError `sms.bad-url` at once when the setting cannot be used. */
export function createSms(deps: SmsDeps): Sms {
  const target = readSmsUrl(deps.smsUrl)
  const { database, shred, clock, log } = deps
  const metrics = createSmsMetrics(deps.metrics)
  return {
    catchesTexts: target.kind === 'outbox',
    queueText: (tx, request) => queueText({ ...deps, metrics }, tx, request),
    async markUsed(tx, used) {
      const purpose = await markNewestUsed(tx, { ...used, at: clock.now() })
      if (purpose !== undefined) metrics.used(purpose)
    },
    countToday(tx, organisationId) {
      const dayStart = new Date(clock.now())
      dayStart.setUTCHours(0, 0, 0, 0)
      return countDay(tx, organisationId, dayStart)
    },
    async readOutbox() {
      if (target.kind === 'outbox') return readOutbox(database, shred)
      throw new AppError('not-found', 'sms.no-outbox', 'Text messages are sent and not kept here.')
    },
    name: 'sms',
    service: 'sms',
    migrations: { module: 'sms', folder: new URL('./migrations/', import.meta.url) },
    knownKeys,
    errors: smsCodes,
    settings: smsSettings,
    start() {
      const transport = openTransport(target, {
        database,
        shred,
        clock,
        onReceipt: (receipt) => queueReceipt(database, receipt),
        onEvent: (event) => {
          metrics.linkEvent(event)
          log.info('sms.link', { change: event })
        },
      })
      return { jobs: smsJobs({ ...deps, metrics, transport }), stop: () => transport.close() }
    },
  }
}
