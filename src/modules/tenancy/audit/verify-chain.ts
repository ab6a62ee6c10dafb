import type { TransitKey } from '../../../platform/transit/transit-key.ts'
import { isAppError } from '../../../lib/errors/app-error.ts'
import type { OrganisationId } from '../../../lib/id/identifiers.ts'
import { chainStart, hashEntry, hashLink, isBound, type BoundAuditEntry } from './audit-entry.ts'
import type { ChainHead } from './head-store.ts'
import type { HeadDeps } from './note-head.ts'
import { readLinks, readUnchained, type ChainLink } from './store.ts'

export interface AuditVerdict {
  readonly organisationId: OrganisationId
  readonly intact: boolean
  /** Links that were checked. */
  readonly entries: number
  /** Committed entries that the chainer has not reached yet. */
  readonly waiting: number
  /** Number and hash of the last link: kept elsewhere, they prove later that the end was not cut off. */
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
  /** Noted heads that were not met yet. */
  readonly missing: Set<ChainHead>
}

function checkLink(
  transit: TransitKey,
  walk: Walk,
  { link, entry }: { readonly link: ChainLink; readonly entry: BoundAuditEntry | null },
): string | null {
  if (link.sequence !== walk.sequence + 1) return `entry ${walk.sequence + 1} is missing`
  if (entry === null) return `the record of entry ${link.sequence} was removed`
  const isChanged = !hashEntry(entry).equals(link.entry_hash) || (entry.mac !== null && !isBound(transit, entry))
  if (isChanged) return `entry ${link.sequence} was changed`
  const expected = hashLink(transit, walk.previous, { sequence: link.sequence, entryHash: link.entry_hash })
  if (!expected.equals(link.hash)) return `the chain is broken at entry ${link.sequence}`
  return null
}

/** Strikes off the noted heads that are where the walk has come to. */
function strikeHeads({ missing, sequence, previous }: Walk): void {
  for (const head of missing)
    if (head.sequence === sequence && head.hash === previous.toString('hex')) missing.delete(head)
}

async function walkChain({ database, transit }: HeadDeps, organisationId: OrganisationId, walk: Walk): Promise<void> {
  for (let more = true; more && walk.problem === null;) {
    const page = await database.withOrganisation(organisationId, (tx) => readLinks(tx, walk.sequence, pageSize))
    for (const found of page) {
      const { link } = found
      walk.problem = checkLink(transit, walk, found)
      if (walk.problem !== null) return
      walk.previous = link.hash
      walk.sequence = link.sequence
      strikeHeads(walk)
    }
    more = page.length === pageSize
  }
}

/** What is wrong with entries that no link names. */
async function checkWaiting({ database, transit }: HeadDeps, organisationId: OrganisationId, now: Date) {
  const waiting = await database.withOrganisation(organisationId, (tx) => readUnchained(tx, 10_000))
  const forged = waiting.find((entry) => !isBound(transit, entry))
  const stale = waiting.find((entry) => now.getTime() - entry.at.getTime() > maxWaitMs)
  const problem =
    forged !== undefined
      ? `entry ${forged.id} was not written by this server, or was changed before it was linked`
      : stale !== undefined
        ? `entry ${stale.id} was never linked`
        : null
  return { count: waiting.length, problem }
}

/** The head noted outside the database; a file that cannot be read is a problem of its own, and no reason to be silent. */
async function readKnown({ heads }: HeadDeps, organisationId: OrganisationId) {
  try {
    return { known: await heads.read(organisationId), problem: null }
  } catch (error) {
    if (!isAppError(error, 'audit.head-unreadable')) throw error
    return { known: undefined, problem: error.publicText }
  }
}

/**
 * Recomputes the whole chain of one organisation and looks for the head that was noted outside the database, and for
 * `expected`, a head noted by hand; the chain must still contain both.
 */
export async function verifyChain(
  deps: HeadDeps,
  organisationId: OrganisationId,
  options: { readonly now: Date; readonly expected?: ChainHead },
): Promise<AuditVerdict> {
  // Read before the chain, which grows meanwhile and never shrinks.
  const { known, problem: unreadable } = await readKnown(deps, organisationId)
  const noted = [options.expected, known].filter((head) => head !== undefined)
  const walk: Walk = { previous: chainStart, sequence: 0, problem: null, missing: new Set(noted) }
  await walkChain(deps, organisationId, walk)
  const waiting = await checkWaiting(deps, organisationId, options.now)
  const isMissing = (head: ChainHead | undefined) => head !== undefined && walk.missing.has(head)
  const problem =
    walk.problem ??
    (isMissing(options.expected) ? 'the noted head is no longer part of the chain' : null) ??
    (isMissing(known)
      ? `the end was cut off or replaced: this server has seen ${known?.sequence} entries, the chain ends at ${walk.sequence}`
      : null) ??
    unreadable ??
    waiting.problem
  return {
    organisationId,
    intact: problem === null,
    entries: walk.sequence,
    waiting: waiting.count,
    head: { sequence: walk.sequence, hash: walk.previous.toString('hex') },
    problem,
  }
}
