import * as contract from '../../../contract/set-up.ts'
import { language } from '../../../contract/endpoint.ts'
import { toAsciiDomain } from '../../../lib/address/index.ts'
import type { HttpServer } from '../../../platform/http/http-server.ts'
import { route } from '../../../platform/http/route.ts'
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

function registerOwnSetUp(server: HttpServer, deps: SetUpDeps): void {
  route(server, contract.readSetUp, {
    handler: async ({ request }) => {
      const signedIn = await deps.identity.authenticate(request)
      const { incoming } = await serversOf(deps, signedIn)
      return { address: signedIn.address, outgoing: outgoingOf(deps), incoming }
    },
  })
  route(server, contract.appleProfile, {
    handler: async ({ request, query, reply }) => {
      const signedIn = await deps.identity.authenticate(request)
      const servers = await serversOf(deps, signedIn)
      const wanted = language.catch(signedIn.language).parse(query['language'])
      const profile = writeAppleProfile(servers, { ...signedIn, language: wanted })
      return reply
        .type('application/x-apple-aspen-config')
        .header('content-disposition', 'attachment; filename="sealpost.mobileconfig"')
        .send(profile)
    },
  })
}

async function ownDomains(deps: SetUpDeps, signedIn: SignedIn): Promise<readonly string[]> {
  if (!signedIn.isAdmin) throw setUpErrors.notAdministrator()
  return deps.database.withOrganisation(signedIn.organisationId, (tx) => deps.directory.verifiedDomains(tx))
}

function registerDomains(server: HttpServer, deps: SetUpDeps): void {
  route(server, contract.listDomainRecords, {
    handler: async ({ request }) => {
      const domains = await ownDomains(deps, await deps.identity.authenticate(request))
      return { domains: await Promise.all(domains.map((domain) => listRecords(deps, domain))) }
    },
  })
  route(server, contract.checkDomainRecords, {
    limit: checkLimit,
    handler: async ({ request, body }) => {
      const domains = await ownDomains(deps, await deps.identity.authenticate(request))
      const domain = toAsciiDomain(body.domain) ?? ''
      if (!domains.includes(domain)) throw setUpErrors.domainUnknown()
      return checkRecords(deps, await listRecords(deps, domain))
    },
  })
}

/** What a signed-in account sees; the records of domains are for administrators. */
export function registerAccountRoutes(server: HttpServer, deps: SetUpDeps): void {
  registerOwnSetUp(server, deps)
  registerDomains(server, deps)
}
