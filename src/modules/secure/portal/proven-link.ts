import { decodeBase64Url } from '../../../lib/bytes/index.ts'
import type { Tx } from '../../../platform/database/database.ts'
import type { GuestCopy } from '../sealing/index.ts'
import type { PortalDeps } from './ports.ts'

export interface ShownLink {
  readonly token: string
  /** base64url of the value derived from the link's secret. */
  readonly proof: string
}

/** A copy whose link's secret the page has proved to hold. */
export interface ProvenLink {
  readonly copy: GuestCopy
  /** Set when the sender has made a newer link since. */
  readonly replacedAt: Date | null
}

/** Runs `use` for who holds the link's secret; null for an unknown token and for a wrong proof alike. */
export async function withProvenLink<Result>(
  deps: PortalDeps,
  shown: ShownLink,
  use: (tx: Tx, link: ProvenLink) => Promise<Result>,
): Promise<Result | null> {
  const proof = decodeBase64Url(shown.proof)
  if (proof === null) return null
  const current = await deps.guest.findLink(shown.token)
  const found = current ?? (await deps.guest.findFormerLink(shown.token))
  if (found === null) return null
  const { organisationId, copyId } = found
  return deps.database.withOrganisation(organisationId, async (tx) => {
    const replacedAt =
      current === null ? await deps.guest.formerLinkReplacedAt(tx, { token: shown.token, proof }) : null
    const isProven = current === null ? replacedAt !== null : await deps.guest.holdsLink(tx, copyId, proof)
    const copy = isProven ? await deps.guest.readCopy(tx, copyId) : null
    return copy === null ? null : use(tx, { copy, replacedAt })
  })
}
