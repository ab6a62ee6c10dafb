import type { JobDefinition } from '../../../platform/jobs/jobs.ts'
import { sweepSessions } from './end-sessions.ts'
import type { IdentityParts } from './identity-parts.ts'
import { forgetNetworks } from './store/credentials.ts'
import { sweepRecoveryTokens } from './store/recovery.ts'

const networkLifeMs = 90 * 86_400_000

/** Every five minutes: what has run out is ended and erased even if nobody comes back to it. */
export function identityJobs(parts: IdentityParts): readonly JobDefinition[] {
  const { database, directory, clock, gate } = parts
  const sweep = async () => {
    const now = clock.now()
    for (const organisationId of await directory.organisationIds()) {
      await database.withOrganisation(organisationId, async (tx) => {
        await sweepSessions(parts, tx)
        await sweepRecoveryTokens(tx, now)
        await forgetNetworks(tx, new Date(now.getTime() - networkLifeMs))
      })
    }
    await gate.sweep()
  }
  return [{ task: 'identity.sweep', run: sweep, cron: '*/5 * * * *' }]
}
