import type { SealingDeps } from '../ports.ts'
import { unknownContents } from '../store.ts'

/** Old enough that no acceptance can still be about to name it. */
const graceMs = 24 * 3600 * 1000
const batchSize = 500

/** Removes stored contents that no row names: left behind by a crash between writing the content and the commit. */
export async function sweepContents(deps: SealingDeps): Promise<number> {
  let removed = 0
  let batch: string[] = []
  const flush = async () => {
    const ids = batch
    batch = []
    if (ids.length === 0) return
    for (const id of await deps.database.withoutOrganisation((tx) => unknownContents(tx, ids))) {
      await deps.blobs.remove(id)
      removed++
    }
  }
  for await (const id of deps.blobs.listOlderThan(new Date(deps.clock.now().getTime() - graceMs))) {
    batch.push(id)
    if (batch.length >= batchSize) await flush()
  }
  await flush()
  return removed
}
