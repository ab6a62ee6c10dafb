import type { TransitKey } from '../../platform/transit/transit-key.ts'
import { chainStart, hashEntry, hashLink, type StoredAuditEntry } from './audit-entry.ts'
import type { ChainDeps } from './chain-entries.ts'
import { readLinks, readUnchained, type ChainLink } from './store.ts'

export interface AuditVerdict {
  readonly organisationId: string
  readonly intact: boolean
  /** Links that were checked. */
  readonly entries: number
  /** Committed entries that the chainer has not reached yet. */
  readonly waiting: number
  /** Sequence and hash of the last link: kept elsewhere, they prove later that the end was not cut off. */
  readonly head: { readonly sequence: number; readonly hash: string }
  readonly problem: string | null
}

const pageSize = 500
/** An entry this old without a link is not waiting: somebody wrote it past the program, or the chainer stands still. */
const maxWaitMs = 10 * 60_000

interface Walk {
  previous: Buffer
  sequence: number
  problem: string | null
}

function checkLink(
  transit: TransitKey,
  walk: Walk,
  { link, entry }: { readonly link: ChainLink; readonly entry: StoredAuditEntry | null },
): string | null {
  if (link.sequence !== walk.sequence + 1) return `entry ${walk.sequence + 1} is missing`
  if (entry === null) return `the record of entry ${link.sequence} was removed`
  if (!hashEntry(entry).equals(link.entry_hash)) return `entry ${link.sequence} was changed`
  const expected = hashLink(transit, walk.previous, { sequence: link.sequence, entryHash: link.entry_hash })
  if (!expected.equals(link.hash)) return `the chain is broken at entry ${link.sequence}`
  return null
}

/** Recomputes the whole chain of one organisation. `expected` is a head noted earlier; the chain must still contain it. */
export async function verifyChain(
  { database, transit }: ChainDeps,
  organisationId: string,
  options: { readonly now: Date; readonly expected?: { readonly sequence: number; readonly hash: string } },
): Promise<AuditVerdict> {
  const walk: Walk = { previous: chainStart, sequence: 0, problem: null }
  let expectedSeen = options.expected === undefined
  for (let more = true; more && walk.problem === null;) {
    const page = await database.withOrganisation(organisationId, (tx) => readLinks(tx, walk.sequence, pageSize))
    for (const found of page) {
      const { link } = found
      walk.problem = checkLink(transit, walk, found)
      if (walk.problem !== null) break
      walk.previous = link.hash
      walk.sequence = link.sequence
      if (options.expected?.sequence === link.sequence)
        expectedSeen = link.hash.toString('hex') === options.expected.hash
    }
    more = page.length === pageSize
  }
  const waiting = await database.withOrganisation(organisationId, (tx) => readUnchained(tx, 10_000))
  const stale = waiting.find((entry) => options.now.getTime() - entry.at.getTime() > maxWaitMs)
  const problem =
    walk.problem ??
    (expectedSeen ? null : 'the noted head is no longer part of the chain') ??
    (stale === undefined ? null : `entry ${stale.id} was never linked`)
  return {
    organisationId,
    intact: problem === null,
    entries: walk.sequence,
    waiting: waiting.length,
    head: { sequence: walk.sequence, hash: walk.previous.toString('hex') },
    problem,
  }
}
