import { ids } from '../../../../contract/identifiers.ts'
import type { JobPayload } from '../../../../platform/jobs/jobs.ts'
import type { SealingDeps } from '../ports.ts'
import { commitDispatch } from './commit-dispatch.ts'
import { makeParcel, type Parcel } from './make-parcel.ts'
import { discardFiles } from './package-contents.ts'
import { readWaiting, type DispatchTarget } from './read-waiting.ts'

export const dispatchTask = 'sealing.dispatch'

const filesOf = (parcel: Parcel) => (parcel.kind === 'packed' ? [parcel.zip, parcel.pdf] : [])

export const targetOf = (payload: JobPayload): DispatchTarget => ({
  organisationId: ids.organisation.parse(payload['organisationId']),
  messageId: ids.message.parse(payload['messageId']),
})

async function dispatch(deps: SealingDeps, target: DispatchTarget, forced: Parcel | null): Promise<void> {
  const waiting = await readWaiting(deps, target)
  if (waiting === null) return
  const parcel = forced ?? (await makeParcel(deps, waiting))
  let isDone = false
  try {
    isDone = await deps.database.withOrganisation(target.organisationId, (tx) =>
      commitDispatch(deps, tx, { waiting, parcel }),
    )
  } catch (error) {
    await discardFiles(deps, filesOf(parcel), error)
    throw error
  }
  if (!isDone) for (const { contentId } of filesOf(parcel)) await deps.blobs.remove(contentId).catch(() => undefined)
}

/**
 * Sends an accepted message on its way where it does not take the portal: packs it, or hands the original over. Running
 * twice does it once: the order goes in the transaction that queues the mails.
 */
export const dispatchMessage = (deps: SealingDeps, target: DispatchTarget): Promise<void> =>
  dispatch(deps, target, null)

/** After the last attempt to pack: the recipients get the portal instead, and the sender is told. */
export const dispatchThroughPortal = (deps: SealingDeps, target: DispatchTarget): Promise<void> =>
  dispatch(deps, target, { kind: 'portal', rule: 'not-packable' })
