import type { Database } from '../../platform/database/database.ts'
import { chainStart, hashEntry, hashLink } from './audit-entry.ts'
import { insertLinks, lockChain, readHead, readUnchained, type ChainLink } from './store.ts'

const batchSize = 500

/** Links what is committed and not linked yet. Returns the number of new links. */
export async function chainEntries(database: Database, organisationId: string): Promise<number> {
  let total = 0
  for (;;) {
    const linked = await chainBatch(database, organisationId)
    total += linked
    if (linked < batchSize) return total
  }
}

function chainBatch(database: Database, organisationId: string): Promise<number> {
  return database.withOrganisation(organisationId, async (tx) => {
    await lockChain(tx, organisationId)
    const entries = await readUnchained(tx, batchSize)
    if (entries.length === 0) return 0
    const head = await readHead(tx)
    let previous = head?.hash ?? chainStart
    let sequence = head?.sequence ?? 0
    const links = entries.map((entry): ChainLink => {
      const entryHash = hashEntry(entry)
      sequence += 1
      previous = hashLink(previous, sequence, entryHash)
      return { organisation_id: organisationId, sequence, entry_id: entry.id, entry_hash: entryHash, hash: previous }
    })
    await insertLinks(tx, links)
    return links.length
  })
}
