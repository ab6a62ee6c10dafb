import type { Database } from '../../platform/database/database.ts'
import type { TransitKey } from '../../platform/transit/transit-key.ts'
import { chainStart, hashEntry, hashLink } from './audit-entry.ts'
import { insertLinks, lockChain, readHead, readWaiting, removeWaiting, type ChainLink } from './store.ts'

const batchSize = 500

export interface ChainDeps {
  readonly database: Database
  readonly transit: TransitKey
}

/** Links what is committed and not linked yet. Returns the number of new links. */
export async function chainEntries(deps: ChainDeps, organisationId: string): Promise<number> {
  let total = 0
  for (;;) {
    const { taken, linked } = await chainBatch(deps, organisationId)
    total += linked
    if (taken < batchSize) return total
  }
}

function chainBatch(deps: ChainDeps, organisationId: string): Promise<{ taken: number; linked: number }> {
  const { database, transit } = deps
  return database.withOrganisation(organisationId, async (tx) => {
    await lockChain(tx, organisationId)
    const { ids, entries } = await readWaiting(tx, batchSize)
    if (ids.length === 0) return { taken: 0, linked: 0 }
    const head = await readHead(tx)
    let previous = head?.hash ?? chainStart
    let sequence = head?.sequence ?? 0
    const links = entries.map((entry): ChainLink => {
      const entryHash = hashEntry(entry)
      sequence += 1
      previous = hashLink(transit, previous, { sequence, entryHash })
      return { organisation_id: organisationId, sequence, entry_id: entry.id, entry_hash: entryHash, hash: previous }
    })
    if (links.length > 0) await insertLinks(tx, links)
    await removeWaiting(tx, ids)
    return { taken: ids.length, linked: links.length }
  })
}
