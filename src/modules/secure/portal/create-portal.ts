import { portalCodes } from '../../../contract/errors/portal.ts'
import type { JobDefinition } from '../../../platform/jobs/jobs.ts'
import type { ModuleWith } from '../../../platform/module/module.ts'
import type { PortalDeps } from './ports.ts'
import { registerPortalRoutes } from './routes.ts'
import { portalSettings } from './settings.ts'
import { forgetLeftovers } from './store.ts'

/** Nobody asks the portal anything but its guests. */
export type Portal = ModuleWith<'migrations' | 'routes' | 'jobs' | 'errors' | 'settings'>

const keepMs = 2 * 24 * 3600_000

export function createPortal(deps: PortalDeps): Portal {
  return {
    name: 'portal',
    migrations: { module: 'portal', folder: new URL('./migrations/', import.meta.url) },
    routes: (server) => registerPortalRoutes(server, deps),
    errors: portalCodes,
    settings: portalSettings,
    jobs: [forgetJob(deps)],
  }
}

/** Removes sessions, codes and send records that no rule looks at any more. */
function forgetJob({ database, clock }: Pick<PortalDeps, 'database' | 'clock'>): JobDefinition {
  const forget = () =>
    database.withoutOrganisation((tx) => forgetLeftovers(tx, new Date(clock.now().getTime() - keepMs)))
  return { task: 'portal.forget', cron: '41 * * * *', run: forget }
}
