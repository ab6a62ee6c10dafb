import type { OrganisationId } from '../../../../lib/id/identifiers.ts'
import { noAccess } from '../access.ts'
import { stopDepartures } from '../dispatch/end-copies.ts'
import { endAccess } from '../dispatch/end-secrets.ts'
import type { SealingDeps } from '../ports.ts'
import { endCopies, markEnded, organisationsWithExpired, readCopies, readExpired } from '../store.ts'
import { removeFormerLinks } from '../store/former-links.ts'

const batchSize = 200

/** Destroys the key shares of messages whose time is over. Access is refused by the clock already before this runs. */
export async function expireMessages(deps: SealingDeps): Promise<number> {
  const now = deps.clock.now()
  let total = 0
  const organisations = await deps.database.withoutOrganisation((tx) => organisationsWithExpired(tx, now))
  for (const organisationId of organisations) {
    for (let count = batchSize; count === batchSize; total += count)
      count = await expireBatch(deps, organisationId, now)
  }
  return total
}

function expireBatch(deps: SealingDeps, organisationId: OrganisationId, now: Date): Promise<number> {
  return deps.database.withOrganisation(organisationId, async (tx) => {
    const ids = await readExpired(tx, now, batchSize)
    const copies = await readCopies(tx, ids)
    endAccess(deps, tx, copies)
    await endCopies(tx, ids, { ...noAccess, state: 'expired', closed_at: now })
    await markEnded(tx, ids, now)
    const copyIds = copies.map((copy) => copy.id)
    await removeFormerLinks(tx, copyIds)
    await stopDepartures(deps, tx, { messageIds: ids, copyIds })
    await deps.audit.recordAll(
      tx,
      ids.map((id) => ({
        organisationId,
        action: 'message.expired' as const,
        actor: { kind: 'system' as const },
        subject: { kind: 'message', id },
      })),
    )
    return ids.length
  })
}
