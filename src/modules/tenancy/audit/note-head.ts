import type { OrganisationId } from '../../../lib/id/identifiers.ts'
import type { Tx } from '../../../platform/database/database.ts'
import type { ChainDeps } from './chain-entries.ts'
import type { ChainHead, HeadStore } from './head-store.ts'
import { lockChain, readHashAt, readHead } from './store.ts'

export interface HeadDeps extends ChainDeps {
  readonly heads: HeadStore
}

/** Whether the chain still has this head in its place. */
export async function isOnChain(tx: Tx, head: ChainHead): Promise<boolean> {
  const hash = await readHashAt(tx, head.sequence)
  return hash?.toString('hex') === head.hash
}

/**
 * Notes where the committed chain ends, outside the database. A head that is no longer on the chain stays as it is: it is
 * the evidence that something was cut off, until an administrator says that it was a restore.
 */
export function noteHead(deps: HeadDeps, organisationId: OrganisationId): Promise<void> {
  const { database, heads, log } = deps
  return database.withOrganisation(organisationId, async (tx) => {
    // Held while the file is written: of two processes the later one sees the later head.
    await lockChain(tx, organisationId)
    const known = await heads.read(organisationId)
    const head = await readHead(tx)
    if (known !== undefined && !(await isOnChain(tx, known)))
      return log.error('audit.cut-off', { organisationId, knownEntries: known.sequence })
    if (head === undefined || head.sequence === known?.sequence) return
    await heads.write(organisationId, { sequence: head.sequence, hash: head.hash.toString('hex') })
  })
}

/** The head that was known here, and whether the chain still has it. */
export async function lostHead(deps: HeadDeps, organisationId: OrganisationId): Promise<ChainHead | undefined> {
  const known = await deps.heads.read(organisationId)
  if (known === undefined) return undefined
  const isThere = await deps.database.withOrganisation(organisationId, (tx) => isOnChain(tx, known))
  return isThere ? undefined : known
}

/** Lets go of the noted head: from now on the chain counts as it stands. The caller has recorded why. */
export function acceptHead(deps: HeadDeps, organisationId: OrganisationId): Promise<void> {
  return deps.database.withOrganisation(organisationId, async (tx) => {
    await lockChain(tx, organisationId)
    const head = await readHead(tx)
    if (head !== undefined)
      await deps.heads.write(organisationId, { sequence: head.sequence, hash: head.hash.toString('hex') })
  })
}
