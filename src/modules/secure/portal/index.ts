/**
 * The portal: how an outside recipient proves who they are, and is then given the server's key share.
 *
 * Owns: tables guest_sessions, portal_codes and portal_code_sends; the rules of codes; the cookie of trusted browsers; the
 * job portal.forget.
 * Invariants: nothing is shown, sent or counted before the page proved that it holds the link's secret; the share leaves
 * only after the check; a code is stored as a keyed hash, lives ten minutes and five tries; guesses at one recipient are
 * judged one at a time; every failure has one answer; a session ends with the link it was started with; fetching a page
 * changes nothing.
 * Not here: keys and contents (sealing), numbers and locks (recipients), sending (sms, delivery), the page itself (clients).
 */
import type { JobDefinition } from '../../../platform/jobs/jobs.ts'
import type { PortalDeps } from './ports.ts'
import { forgetLeftovers } from './store.ts'

export { registerPortalRoutes } from './routes.ts'
export type { PortalDeps, PortalRecipients } from './ports.ts'

const keepMs = 2 * 24 * 3600_000

/** Removes sessions, codes and send records that no rule looks at any more. */
export function portalJobs(deps: Pick<PortalDeps, 'database' | 'clock'>): readonly JobDefinition[] {
  const forget = () =>
    deps.database.withoutOrganisation((tx) => forgetLeftovers(tx, new Date(deps.clock.now().getTime() - keepMs)))
  return [{ task: 'portal.forget', cron: '41 * * * *', run: forget }]
}
