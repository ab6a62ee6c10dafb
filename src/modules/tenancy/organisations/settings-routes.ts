import * as contract from '../../../contract/organisation.ts'
import type { OrganisationId } from '../../../lib/id/identifiers.ts'
import type { Tx } from '../../../platform/database/database.ts'
import type { HttpServer } from '../../../platform/http/http-server.ts'
import { routesFor } from '../../../platform/http/route.ts'
import type { AuditActor } from '../audit/index.ts'
import type { Directory } from './directory.ts'
import type { DirectoryDeps, DirectoryMember } from './directory-deps.ts'

export interface DirectoryRoutesDeps extends Pick<DirectoryDeps, 'database' | 'authenticate'> {
  readonly directory: Directory
}

interface Act {
  readonly organisationId: OrganisationId
  readonly actor: AuditActor
}

const limit = { max: 120, perMs: 60_000 }

async function viewOf(directory: Directory, tx: Tx, member: DirectoryMember): Promise<contract.OrganisationView> {
  const { language, ...settings } = await directory.getSettings(tx, member.organisationId)
  const rules = await directory.domainRules(tx)
  const domainRules = rules.map((rule) => ({ ...rule, listedHosts: [...rule.listedHosts] }))
  return { settings, language, domainRules, mayChange: member.isAdmin }
}

/** Carries out an administrator's change and answers with everything as it is then. */
async function carryOut(
  { database, directory }: DirectoryRoutesDeps,
  member: DirectoryMember,
  work: (tx: Tx, act: Act) => Promise<void>,
): Promise<contract.OrganisationView> {
  const { organisationId, accountId, address } = member
  return database.withOrganisation(organisationId, async (tx) => {
    await work(tx, { organisationId, actor: { kind: 'account', id: accountId, label: address } })
    return viewOf(directory, tx, member)
  })
}

/** Every member may read what the organisation decided; administrators change it. */
export function registerSettingsRoutes(server: HttpServer, deps: DirectoryRoutesDeps): void {
  const { database, directory, authenticate } = deps
  const route = routesFor(server, { account: authenticate })
  route(contract.readOrganisationSettings, {
    handler: ({ caller }) => database.withOrganisation(caller.organisationId, (tx) => viewOf(directory, tx, caller)),
  })
  route(contract.changeOrganisationSettings, {
    limit,
    handler: ({ caller, body }) =>
      carryOut(deps, caller, (tx, act) => directory.updateSettings(tx, { ...act, changes: body })),
  })
  route(contract.applyPreset, {
    limit,
    handler: ({ caller, body }) => carryOut(deps, caller, (tx, act) => directory.applyPreset(tx, { ...act, ...body })),
  })
  route(contract.setDomainRule, {
    limit,
    handler: ({ caller, body }) =>
      carryOut(deps, caller, (tx, act) => directory.setDomainRule(tx, { ...act, ...body })),
  })
  route(contract.removeDomainRule, {
    limit,
    handler: ({ caller, body }) =>
      carryOut(deps, caller, (tx, act) => directory.removeDomainRule(tx, { ...act, ...body })),
  })
}
