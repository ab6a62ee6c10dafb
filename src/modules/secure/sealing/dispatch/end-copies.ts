import { ids } from '../../../../contract/identifiers.ts'
import type { CopyId, MessageId } from '../../../../lib/id/identifiers.ts'
import type { JobPayload } from '../../../../platform/jobs/jobs.ts'
import { enqueueJob } from '../../../../platform/jobs/jobs.ts'
import type { Tx } from '../../../../platform/database/database.ts'
import type { SealingDeps } from '../ports.ts'
import { readCopies, removeSmallContent } from '../store.ts'
import { endOrders, takeFallbacks } from './end-secrets.ts'
import { organisationsWithOldPackages, readDonePackages, takePackages } from '../store/dispatches.ts'

export const removeContentTask = 'sealing.remove-content'

/** Removes the packages of messages whose mails have all left; the stored files go once the transaction has committed. */
export async function endPackages(tx: Tx, messageIds: readonly MessageId[]): Promise<void> {
  for (const contentId of await takePackages(tx, messageIds)) {
    await removeSmallContent(tx, contentId)
    await enqueueJob(tx, { task: removeContentTask, payload: { contentId } })
  }
}

/** Whether a mail with encrypted files is still on its way. */
const isOnItsWay = (copy: { readonly route: string; readonly state: string }) =>
  copy.route === 'attachment' && copy.state === 'queued'

/** Removes the package of a message as soon as no mail needs it; the caller holds the message's lock. */
export async function endPackageIfDone(tx: Tx, messageId: MessageId): Promise<void> {
  if (!(await readCopies(tx, [messageId])).some(isOnItsWay)) await endPackages(tx, [messageId])
}

/**
 * Ends what is still on its way for copies that were revoked or have expired, or are sent again: waiting mails are taken
 * back, what would replace them is erased, and a message none of whose copies waits any more is not dispatched.
 */
export async function stopDepartures(
  deps: SealingDeps,
  tx: Tx,
  stopped: { readonly messageIds: readonly MessageId[]; readonly copyIds: readonly CopyId[] },
): Promise<void> {
  const { messageIds, copyIds } = stopped
  await deps.cancelMails(tx, copyIds)
  await takeFallbacks(deps, tx, copyIds)
  const waiting = new Set(
    (await readCopies(tx, messageIds)).filter((copy) => copy.state === 'queued').map((copy) => copy.message_id),
  )
  const ended = messageIds.filter((id) => !waiting.has(id))
  await endOrders(deps, tx, ended)
  await endPackages(tx, ended)
}

export const removeContent = async (deps: SealingDeps, payload: JobPayload): Promise<void> =>
  deps.blobs.remove(ids.content.parse(payload['contentId']))

/** A package younger than this may be about to get its mails' outcome. */
const graceMs = 24 * 3600_000
const batchSize = 200

/** Removes packages that a crash left behind; returns how many. */
export async function sweepPackages(deps: Pick<SealingDeps, 'database' | 'clock'>): Promise<number> {
  const asOf = new Date(deps.clock.now().getTime() - graceMs)
  let total = 0
  for (const organisationId of await deps.database.withoutOrganisation((tx) =>
    organisationsWithOldPackages(tx, asOf),
  )) {
    for (let count = batchSize; count === batchSize; total += count)
      count = await deps.database.withOrganisation(organisationId, async (tx) => {
        const messageIds = await readDonePackages(tx, asOf, batchSize)
        await endPackages(tx, messageIds)
        return messageIds.length
      })
  }
  return total
}
