import { AppError } from '../../../../contract/errors/app-error.ts'
import type { OrganisationId, TextId } from '../../../../lib/id/identifiers.ts'
import { uuidV7 } from '../../../../lib/id/uuid-v7.ts'
import { parsePhone } from '../../../../lib/phone/index.ts'
import type { Clock } from '../../../../platform/clock/clock.ts'
import type { Tx } from '../../../../platform/database/database.ts'
import { enqueueJob } from '../../../../platform/jobs/jobs.ts'
import type { Shred } from '../../../../platform/shred/shred.ts'
import type { TransitKey } from '../../../../platform/transit/transit-key.ts'
import { mayReceiveTexts, refusalTexts } from '../policy.ts'
import type { ReadSmsPolicy, SmsRefusal } from '../policy.ts'
import { messageContext, sealText } from '../sealed-text.ts'
import type { SmsMetrics } from '../sms-metrics.ts'
import { insertText, takeFromBudget } from '../store.ts'
import type { SmsPurpose } from '../store.ts'
import { sendTask } from '../tasks.ts'
import { toSegments } from '../transports/smpp/segments.ts'

export interface TextRequest {
  readonly organisationId: OrganisationId
  readonly purpose: SmsPurpose
  /** Any international form; it is parsed again here, because this is where money is spent. */
  readonly to: string
  /** At most six short messages long. */
  readonly text: string
  /** The caller's own name for what the text is about, at most 100 characters and without anything secret. */
  readonly messageRef: string
  /** When the text becomes worthless; by default 10 minutes for a code and a day for a password. */
  readonly notAfter?: Date
}

export type QueuedText =
  | { readonly queued: true; readonly id: TextId }
  | { readonly queued: false; readonly reason: SmsRefusal; readonly publicText: string }

export interface QueueTextDeps {
  readonly transit: TransitKey
  readonly shred: Shred
  readonly clock: Clock
  readonly metrics: SmsMetrics
  readonly readPolicy: ReadSmsPolicy
}

const lifetimeMs: Readonly<Record<SmsPurpose, number>> = { 'portal-code': 600_000, password: 86_400_000 }

/**
 * Queues a text inside the caller's transaction, which must act for the organisation: it will be sent exactly when that
 * transaction commits. A refusal is a value and leaves nothing behind; the caller decides whether the rest commits.
 */
export async function queueText(deps: QueueTextDeps, tx: Tx, request: TextRequest): Promise<QueuedText> {
  if (toSegments(request.text) === undefined) {
    throw new AppError('broken', 'sms.text-length', 'A text message was composed empty or too long.')
  }
  const phone = parsePhone(request.to)
  if (!phone.ok) return refuse(deps, 'sms.number-not-usable')
  const policy = await deps.readPolicy(tx, request.organisationId)
  if (!mayReceiveTexts(policy, phone.country)) return refuse(deps, 'sms.country-not-allowed')
  const queuedAt = deps.clock.now()
  const { organisationId, purpose, messageRef } = request
  const day = queuedAt.toISOString().slice(0, 10)
  const withinBudget = await takeFromBudget(tx, { organisationId, day, dailyBudget: policy.dailyBudget })
  if (!withinBudget) return refuse(deps, 'sms.budget-used-up')

  const key = { organisationId, id: uuidV7<TextId>(queuedAt.getTime()) }
  await insertText(tx, {
    ...key,
    purpose,
    messageRef,
    country: phone.country,
    numberHash: deps.transit.keyedHash('sms-number', organisationId, phone.e164),
    sealed: sealText(deps.shred.take(tx), messageContext(key), { to: phone.e164, text: request.text }),
    queuedAt,
    notAfter: request.notAfter ?? new Date(queuedAt.getTime() + lifetimeMs[purpose]),
  })
  await enqueueJob(tx, { task: sendTask, payload: { ...key } })
  deps.metrics.queued(purpose)
  return { queued: true, id: key.id }
}

function refuse(deps: QueueTextDeps, reason: SmsRefusal): QueuedText {
  deps.metrics.refused(reason)
  return { queued: false, reason, publicText: refusalTexts[reason] }
}
