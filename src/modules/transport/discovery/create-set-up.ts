import { discoveryCodes } from '../../../contract/errors/discovery.ts'
import type { CheckedDomain, DomainRecords } from '../../../contract/set-up.ts'
import { toAsciiDomain } from '../../../lib/address/index.ts'
import type { ModuleWith } from '../../../platform/module/module.ts'
import { registerAccountRoutes } from './account-routes.ts'
import { checkRecords } from './check-records.ts'
import { registerDiscoveryRoutes } from './discovery-routes.ts'
import { listRecords } from './domain-records.ts'
import { discoverySettings } from './settings.ts'
import type { SetUpDeps } from './set-up-deps.ts'

export interface SetUp extends ModuleWith<'routes' | 'errors' | 'settings'> {
  /** What the owner of a domain publishes; throws AppError `set-up.domain-unknown` unless an organisation verified it. */
  recordsOf(domain: string): Promise<DomainRecords>
  /** The same, with what the DNS says now. */
  checkRecordsOf(domain: string): Promise<CheckedDomain>
}

export function createSetUp(deps: SetUpDeps): SetUp {
  const recordsOf = (domain: string) => listRecords(deps, toAsciiDomain(domain) ?? '')
  return {
    recordsOf,
    checkRecordsOf: async (domain) => checkRecords(deps, await recordsOf(domain)),
    name: 'discovery',
    errors: discoveryCodes,
    settings: discoverySettings,
    routes: (server) => {
      registerDiscoveryRoutes(server, deps)
      registerAccountRoutes(server, deps)
    },
  }
}
