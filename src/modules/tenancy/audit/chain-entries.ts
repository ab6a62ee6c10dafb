import type { OrganisationId } from '../../../lib/id/identifiers.ts'
import type { Database } from '../../../platform/database/database.ts'
import type { Log } from '../../../platform/log/log.ts'
import type { TransitKey } from '../../../platform/transit/transit-key.ts'
import { chainStart, hashEntry, hashLink, isBound } from './audit-entry.ts'
import { insertLinks, lockChain, readHead, readWaiting, removeWaiting, type ChainLink } from './store.ts'

const batchSize = 500

export interface ChainDeps {
  readonly database: Database
  readonly transit: TransitKey
  readonly log: Log
}

/** Once, after an upgrade from a version that bound no entries: what it left waiting is linked as it stands. */
export interface ChainOptions {
  readonly adoptsUnbound: boolean
}

/** Links what is committed and not linked yet. Returns the number of new links. */
export async function chainEntries(
  deps: ChainDeps,
  organisationId: OrganisationId,
  options: ChainOptions,
): Promise<number> {
  let total = 0
  for (;;) {
    const { taken, linked } = await chainBatch(deps, organisationId, options)
    total += linked
    if (taken < batchSize) return total
  }
}

function chainBatch(
  deps: ChainDeps,
  organisationId: OrganisationId,
  { adoptsUnbound }: ChainOptions,
): Promise<{ taken: number; linked: number }> {
  const { database, transit, log } = deps
  return database.withOrganisation(organisationId, async (tx) => {
    await lockChain(tx, organisationId)
    const { ids, entries } = await readWaiting(tx, batchSize)
    if (ids.length === 0) return { taken: 0, linked: 0 }
    // What this server did not write gets no link. It stays where it is, and verification names it.
    const genuine = entries.filter((entry) => isBound(transit, entry) || (adoptsUnbound && entry.mac === null))
    if (genuine.length < entries.length)
      log.error('audit.forged-entries', { organisationId, count: entries.length - genuine.length })
    const head = await readHead(tx)
    let previous = head?.hash ?? chainStart
    let sequence = head?.sequence ?? 0
    const links = genuine.map((entry): ChainLink => {
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
