import type { OrganisationId, RecipientId } from '../../../lib/id/identifiers.ts'
import type { Route } from '../../../lib/policy/index.ts'
import type { Tx } from '../../../platform/database/database.ts'
import type { AuditActor } from '../audit/index.ts'
import { recipientErrors } from './errors.ts'
import type { RecipientsDeps } from './recipients-deps.ts'
import { readRecipient, writeRoute, type Recipient } from './store/recipients.ts'

export interface RouteChange {
  readonly organisationId: OrganisationId
  readonly recipientId: RecipientId
  /** Null follows the rules of the organisation again. */
  readonly route: Route | null
  readonly actor: AuditActor
}

/** Sets the route a recipient always takes, for every later message; one that is set already is no change. */
export async function setRoute(deps: RecipientsDeps, tx: Tx, change: RouteChange): Promise<Recipient> {
  const { organisationId, recipientId, route, actor } = change
  const before = await readRecipient(tx, recipientId)
  if (before === undefined) throw recipientErrors.unknown()
  if (before.route === route) return before
  const after = await writeRoute(tx, recipientId, { route, at: deps.clock.now() })
  await deps.audit.record(tx, {
    organisationId,
    action: 'recipient.route-set',
    actor,
    subject: { kind: 'recipient', id: recipientId },
    detail: { address: before.written, route: route ?? 'default', before: before.route ?? 'default' },
  })
  return after
}
