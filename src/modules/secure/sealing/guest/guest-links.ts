import { timingSafeEqual } from 'node:crypto'
import type { CopyId, OrganisationId } from '../../../../lib/id/identifiers.ts'
import type { Tx } from '../../../../platform/database/database.ts'
import { sha256 } from '../access.ts'
import type { SealingDeps } from '../ports.ts'
import { findCopyByToken, readCopy } from '../store.ts'
import { findCopyByFormerToken, readFormerLink } from '../store/former-links.ts'

/** The copy that a link's token names. */
export interface FoundLink {
  readonly organisationId: OrganisationId
  readonly copyId: CopyId
}

const isProof = (shown: Uint8Array, hash: Buffer | null | undefined): boolean =>
  // Compared with something in any case, so that a missing hash takes as long as a wrong proof.
  timingSafeEqual(sha256(shown), hash ?? sha256('')) && hash !== null && hash !== undefined

/** The copy and organisation of the link in force; null for an unknown token. */
export function findLink(deps: SealingDeps, token: string): Promise<FoundLink | null> {
  return deps.database.withoutOrganisation(async (tx) => (await findCopyByToken(tx, sha256(token))) ?? null)
}

/** As `findLink`, for a link that a newer one replaced while its message can still be opened. */
export function findFormerLink(deps: SealingDeps, token: string): Promise<FoundLink | null> {
  return deps.database.withoutOrganisation(async (tx) => (await findCopyByFormerToken(tx, sha256(token))) ?? null)
}

/** Whether the page holds the link's secret: its derived proof against the stored hash, in constant time. */
export async function holdsLink(tx: Tx, copyId: CopyId, proof: Uint8Array): Promise<boolean> {
  return isProof(proof, (await readCopy(tx, copyId))?.proof_hash)
}

/** When the link was replaced, for who holds its secret; null for everybody else. */
export async function formerLinkReplacedAt(
  tx: Tx,
  shown: { readonly token: string; readonly proof: Uint8Array },
): Promise<Date | null> {
  const former = await readFormerLink(tx, sha256(shown.token))
  return isProof(shown.proof, former?.proof_hash) ? (former?.replaced_at ?? null) : null
}
