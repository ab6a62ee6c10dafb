import type { Tx } from '../../../../platform/database/database.ts'
import { accessProofContext, shareContext } from '../access.ts'
import type { SealingDeps } from '../ports.ts'
import { updateCopies } from '../store.ts'
import { lockOldShares, organisationsWithOldShares, type SealedAccess } from '../store/shares.ts'

export const moveSharesTask = 'sealing.move-shares'

const batchSize = 200

async function moveShare(deps: SealingDeps, tx: Tx, copy: SealedAccess): Promise<void> {
  const sealer = deps.shred.take(tx)
  const move = async (sealed: Buffer, context: string) => sealer.seal(await deps.shred.open(sealed, context), context)
  const { sealed_share: share, sealed_access_proof: proof } = copy
  await updateCopies(tx, [copy.id], {
    sealed_share: await move(share, shareContext(copy.id)),
    sealed_access_proof: proof === null ? null : await move(proof, accessProofContext(copy.id)),
  })
}

/**
 * Runs once after the upgrade from 0.1.0, whose shares were under the transit key alone: each gets a key that ends with it.
 * What waited in the queues ends by itself within days. Returns how many were moved.
 */
export async function moveShares(deps: SealingDeps): Promise<number> {
  let total = 0
  for (const organisationId of await deps.database.withoutOrganisation(organisationsWithOldShares)) {
    for (let count = batchSize; count === batchSize; total += count)
      count = await deps.database.withOrganisation(organisationId, async (tx) => {
        const copies = await lockOldShares(tx, batchSize)
        for (const copy of copies) await moveShare(deps, tx, copy)
        return copies.length
      })
  }
  return total
}
