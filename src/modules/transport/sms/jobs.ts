import { z } from 'zod'
import { ids } from '../../../contract/identifiers.ts'
import type { JobDefinition } from '../../../platform/jobs/jobs.ts'
import { sendText } from './commands/send-text.ts'
import type { SendTextDeps } from './commands/send-text.ts'
import { takeReceipt } from './commands/take-receipt.ts'
import { takeCaughtBefore } from './outbox-store.ts'
import { pruneBefore } from './store.ts'
import { pruneTask, receiptTask, sendTask } from './tasks.ts'

const keySchema = z.object({ organisationId: ids.organisation, id: ids.text })
const receiptSchema = z.object({ providerId: z.string(), state: z.enum(['delivered', 'failed']) })

/** How long it can be looked up that a text was sent. */
const retainDays = 90

/**
 * What runs later. Sending plans its own further attempts, in the transaction that records one; the job runner's
 * retries are left for a database that fails.
 */
export function smsJobs(deps: SendTextDeps): readonly JobDefinition[] {
  return [
    { task: sendTask, run: (payload) => sendText(deps, keySchema.parse(payload)) },
    {
      task: receiptTask,
      run: (payload) => takeReceipt(deps, receiptSchema.parse(payload)),
      onFinalFailure: async () => deps.log.info('sms.receipt-dropped'),
    },
    {
      task: pruneTask,
      cron: '41 2 * * *',
      run: async () => {
        const before = new Date(deps.clock.now().getTime() - retainDays * 86_400_000)
        const texts = await deps.database.withoutOrganisation(async (tx) => {
          deps.shred.end(tx, await takeCaughtBefore(tx, before))
          return pruneBefore(tx, before)
        })
        deps.log.info('sms.pruned', { texts })
      },
    },
  ]
}
