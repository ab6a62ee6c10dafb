import type { CopyId } from '../../../../lib/id/identifiers.ts'
import type { Tx } from '../../../../platform/database/database.ts'
import { noAccess } from '../access.ts'
import { copyEntry } from '../copy-entry.ts'
import type { SealingDeps } from '../ports.ts'
import { updateCopies } from '../store.ts'
import { lockSameShares, organisationsWithAccess, readShares, type SealedAccess } from '../store/shares.ts'

const batchSize = 1000

async function lostAmong(deps: SealingDeps, copies: readonly SealedAccess[]): Promise<SealedAccess[]> {
  const lost: SealedAccess[] = []
  for (const copy of copies) if (!(await deps.shred.holds(copy.sealed_share))) lost.push(copy)
  return lost
}

/**
 * Many keys are looked for, one after the other, and meanwhile a copy may be revoked or get a new link: the key that is gone
 * is then no longer that of its row.
 */
async function lockLost(deps: SealingDeps, tx: Tx, copies: readonly SealedAccess[]): Promise<SealedAccess[]> {
  const lost = await lostAmong(deps, copies)
  return lost.length === 0 ? lost : lockSameShares(tx, lost)
}

/** One that still waits is left to its mail, whose failure tells the sender. */
async function endLost(deps: SealingDeps, tx: Tx, lost: readonly SealedAccess[]): Promise<void> {
  const ids = lost.map(({ id }) => id)
  const left = lost.filter(({ state }) => state !== 'queued')
  await updateCopies(tx, ids, noAccess)
  await updateCopies(
    tx,
    left.map(({ id }) => id),
    { state: 'failed' },
  )
  await deps.audit.recordAll(
    tx,
    lost.map((copy) => copyEntry(copy, 'copy.access-lost')),
  )
}

/**
 * Finds links whose share can no longer be opened: their keys are in no backup, so a restore does not bring them back. The
 * sender sees them among what needs attention and gives a new link; whoever opens the old one is told to ask for it.
 * Returns how many there were.
 */
export async function findLostAccess(deps: SealingDeps): Promise<number> {
  let total = 0
  for (const organisationId of await deps.database.withoutOrganisation(organisationsWithAccess)) {
    let after: CopyId | null = null
    do {
      const last = after
      const batch = await deps.database.withOrganisation(organisationId, async (tx) => {
        const copies = await readShares(tx, { after: last, limit: batchSize })
        const lost = await lockLost(deps, tx, copies)
        if (lost.length > 0) await endLost(deps, tx, lost)
        return { lost: lost.length, end: copies.length < batchSize ? null : (copies.at(-1)?.id ?? null) }
      })
      total += batch.lost
      after = batch.end
    } while (after !== null)
  }
  return total
}
