import type { SealingDeps } from '../ports.ts'
import { erasePasswords, organisationsWithOldPasswords, readOldPasswords } from '../store/message-passwords.ts'

const batchSize = 500

/** Erases passwords whose time is over; returns how many. They are refused by the clock already before this runs. */
export async function eraseOldPasswords(deps: SealingDeps): Promise<number> {
  const now = deps.clock.now()
  let total = 0
  for (const organisationId of await deps.database.withoutOrganisation((tx) =>
    organisationsWithOldPasswords(tx, now),
  )) {
    for (let count = batchSize; count === batchSize; total += count)
      count = await deps.database.withOrganisation(organisationId, async (tx) => {
        const ids = await readOldPasswords(tx, now, batchSize)
        await erasePasswords(tx, ids, now)
        await deps.audit.recordAll(
          tx,
          ids.map((id) => ({
            organisationId,
            action: 'password.erased' as const,
            actor: { kind: 'system' as const },
            subject: { kind: 'message', id },
          })),
        )
        return ids.length
      })
  }
  return total
}
