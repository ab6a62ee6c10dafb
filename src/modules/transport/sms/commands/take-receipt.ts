import { AppError } from '../../../../contract/errors/app-error.ts'
import type { Clock } from '../../../../platform/clock/clock.ts'
import type { Database } from '../../../../platform/database/database.ts'
import { enqueueJob } from '../../../../platform/jobs/jobs.ts'
import type { SmsMetrics } from '../sms-metrics.ts'
import { findAccepted, recordReceipt } from '../store.ts'
import { receiptTask } from '../tasks.ts'
import type { SmsReceipt } from '../transports/transport.ts'
import type { OnFinalFailure } from './send-text.ts'

export interface TakeReceiptDeps {
  readonly database: Database
  readonly clock: Clock
  readonly metrics: SmsMetrics
  readonly onFinalFailure: OnFinalFailure
}

/** Receipts of older texts are ignored: providers use their ids again. */
const matchWithinMs = 7 * 86_400_000
/** About a minute and a half: enough for a receipt that overtook the record of its own text. */
const maxAttempts = 6

/** Makes a receipt durable; only then is the provider told that it was taken. */
export async function queueReceipt(database: Database, receipt: SmsReceipt): Promise<void> {
  const payload = { providerId: receipt.providerId, state: receipt.state }
  await database.withoutOrganisation((tx) => enqueueJob(tx, { task: receiptTask, payload, maxAttempts }))
}

/**
 * Records where a text ended. Throws `sms.receipt-unmatched`, to be tried again, while nobody knows the text: the
 * receipt may be faster than the record, or belong to somebody else who uses the same provider account.
 */
export async function takeReceipt(deps: TakeReceiptDeps, receipt: SmsReceipt): Promise<void> {
  const at = deps.clock.now()
  const acceptedSince = new Date(at.getTime() - matchWithinMs)
  const key = await deps.database.withoutOrganisation((tx) =>
    findAccepted(tx, { providerId: receipt.providerId, acceptedSince }),
  )
  if (key === undefined) {
    throw new AppError('unavailable', 'sms.receipt-unmatched', 'A delivery receipt names a text that is not known.')
  }
  const finished = await deps.database.withOrganisation(key.organisationId, async (tx) => {
    const text = await recordReceipt(tx, key, { state: receipt.state, at })
    if (text !== undefined && receipt.state === 'failed') {
      await deps.onFinalFailure(tx, { ...text, failure: 'undelivered' })
    }
    return text
  })
  if (finished !== undefined) deps.metrics.finished(finished.purpose, receipt.state)
}
