import { describeError } from '../../../../platform/log/log.ts'
import type { SealingDeps } from '../ports.ts'
import { organisationsWithOldDispatches, readOldDispatches } from '../store/dispatches.ts'
import { dispatchThroughPortal } from './dispatch-message.ts'

/** All attempts of a job together take less than two hours: an order as old as this has no job any more. */
const graceMs = 24 * 3600_000
const batchSize = 1000

/**
 * Sends on its way through the portal what no job works on: its process ended in the last attempt, or the last act of the
 * job failed as well. Returns how many were sent; what fails again is logged and tried again by the next sweep.
 */
export async function sweepDispatches(deps: SealingDeps): Promise<number> {
  const asOf = new Date(deps.clock.now().getTime() - graceMs)
  let total = 0
  for (const organisationId of await deps.database.withoutOrganisation((tx) =>
    organisationsWithOldDispatches(tx, asOf),
  )) {
    const messageIds = await deps.database.withOrganisation(organisationId, (tx) =>
      readOldDispatches(tx, asOf, batchSize),
    )
    for (const messageId of messageIds)
      await dispatchThroughPortal(deps, { organisationId, messageId }).then(
        () => total++,
        (error: unknown) => deps.log.error('sealing.dispatch-stuck', { messageId, ...describeError(error) }),
      )
  }
  return total
}
