import type { CheckedDomain, DomainRecords } from '../../../contract/set-up.ts'
import { toAsciiDomain } from '../../../lib/address/index.ts'
import type { HttpServer } from '../../../platform/http/http-server.ts'
import { registerAccountRoutes } from './account-routes.ts'
import { checkRecords } from './check-records.ts'
import { registerDiscoveryRoutes } from './discovery-routes.ts'
import { listRecords } from './domain-records.ts'
import type { SetUpDeps } from './set-up-deps.ts'

export interface SetUp {
  /** What the owner of a domain publishes; throws AppError `set-up.domain-unknown` unless an organisation verified it. */
  recordsOf(domain: string): Promise<DomainRecords>
  /** The same, with what the DNS says now. */
  checkRecordsOf(domain: string): Promise<CheckedDomain>
  /** The public answers for mail programs, and the endpoints of src/contract/set-up.ts. */
  registerRoutes(server: HttpServer): void
}

export function createSetUp(deps: SetUpDeps): SetUp {
  const recordsOf = (domain: string) => listRecords(deps, toAsciiDomain(domain) ?? '')
  return {
    recordsOf,
    checkRecordsOf: async (domain) => checkRecords(deps, await recordsOf(domain)),
    registerRoutes: (server) => {
      registerDiscoveryRoutes(server, deps)
      registerAccountRoutes(server, deps)
    },
  }
}
