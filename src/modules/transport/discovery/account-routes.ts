import * as contract from '../../../contract/set-up.ts'
import { toAsciiDomain } from '../../../lib/address/index.ts'
import type { HttpServer } from '../../../platform/http/http-server.ts'
import { routesFor } from '../../../platform/http/route.ts'
import type { SignedIn } from '../../tenancy/identity/index.ts'
import { writeAppleProfile } from './apple-profile.ts'
import { checkRecords } from './check-records.ts'
import { listRecords } from './domain-records.ts'
import { setUpErrors } from './errors.ts'
import { findMailServers, outgoingOf, type MailServers } from './mail-servers.ts'
import type { SetUpDeps } from './set-up-deps.ts'

const checkLimit = { max: 10, perMs: 60_000 }
const domainOf = (address: string) => address.slice(address.lastIndexOf('@') + 1)

/** An account exists in a verified domain only. */
async function serversOf(deps: SetUpDeps, { address }: SignedIn): Promise<MailServers> {
  const servers = await findMailServers(deps, domainOf(address))
  if (servers === undefined) throw setUpErrors.domainUnknown()
  return servers
}

const routesOf = (server: HttpServer, { identity }: SetUpDeps) => routesFor(server, { account: identity.authenticate })
type Route = ReturnType<typeof routesOf>

function registerOwnSetUp(route: Route, deps: SetUpDeps): void {
  route(contract.readSetUp, {
    handler: async ({ caller }) => {
      const { incoming } = await serversOf(deps, caller)
      return { address: caller.address, outgoing: outgoingOf(deps), incoming }
    },
  })
  route(contract.appleProfile, {
    handler: async ({ caller, query, reply }) => {
      const servers = await serversOf(deps, caller)
      const profile = writeAppleProfile(servers, { ...caller, language: query.language ?? caller.language })
      return reply
        .type('application/x-apple-aspen-config')
        .header('content-disposition', 'attachment; filename="sealpost.mobileconfig"')
        .send(profile)
    },
  })
}

const ownDomains = (deps: SetUpDeps, { organisationId }: SignedIn): Promise<readonly string[]> =>
  deps.database.withOrganisation(organisationId, (tx) => deps.directory.verifiedDomains(tx))

function registerDomains(route: Route, deps: SetUpDeps): void {
  route(contract.listDomainRecords, {
    handler: async ({ caller }) => {
      const domains = await ownDomains(deps, caller)
      return { domains: await Promise.all(domains.map((domain) => listRecords(deps, domain))) }
    },
  })
  route(contract.checkDomainRecords, {
    limit: checkLimit,
    handler: async ({ caller, body }) => {
      const domains = await ownDomains(deps, caller)
      const domain = toAsciiDomain(body.domain) ?? ''
      if (!domains.includes(domain)) throw setUpErrors.domainUnknown()
      return checkRecords(deps, await listRecords(deps, domain))
    },
  })
}

/** What a signed-in account sees; the records of domains are for administrators. */
export function registerAccountRoutes(server: HttpServer, deps: SetUpDeps): void {
  const route = routesOf(server, deps)
  registerOwnSetUp(route, deps)
  registerDomains(route, deps)
}
