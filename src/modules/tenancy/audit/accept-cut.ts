import type { OrganisationId } from '../../../lib/id/identifiers.ts'
import type { AuditActor, AuditRecorder } from './audit-entry.ts'
import type { ChainHead } from './head-store.ts'
import { acceptHead, lostHead, type HeadDeps } from './note-head.ts'

/** The head that is no longer on the chain; undefined when none was missing. */
export type CutAccepted = ChainHead | undefined

interface AcceptDeps extends HeadDeps {
  readonly recorder: AuditRecorder
  readonly chainAll: () => Promise<unknown>
}

/** The entry comes first and is linked before the head is let go of: there is no moment in which neither tells of the cut. */
export async function acceptCut(
  deps: AcceptDeps,
  organisationId: OrganisationId,
  why: { readonly actor: AuditActor; readonly reason: string },
): Promise<CutAccepted> {
  const lost = await lostHead(deps, organisationId)
  if (lost === undefined) return undefined
  await deps.database.withOrganisation(organisationId, (tx) =>
    deps.recorder.record(tx, {
      organisationId,
      action: 'audit.cut-accepted',
      actor: why.actor,
      detail: { reason: why.reason, knownEntries: lost.sequence, knownHash: lost.hash },
    }),
  )
  await deps.chainAll()
  await acceptHead(deps, organisationId)
  return lost
}
