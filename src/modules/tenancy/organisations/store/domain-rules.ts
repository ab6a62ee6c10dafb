import type { OrganisationId } from '../../../../lib/id/identifiers.ts'
import type { Route } from '../../../../lib/policy/index.ts'
import type { Tx } from '../../../../platform/database/database.ts'
import { tablesOf } from './tables.ts'

export interface DomainRule {
  /** ASCII (IDNA), lower case; with a leading dot the rule holds for the sub-domains as well. */
  readonly domain: string
  readonly route: Route
  /** MX hosts the administrator answers for; empty unless the route is `direct`. */
  readonly listedHosts: readonly string[]
}

const columns = ['domain', 'route', 'listed_hosts as listedHosts'] as const

export function readDomainRules(tx: Tx): Promise<DomainRule[]> {
  return tablesOf(tx).selectFrom('domain_rules').select(columns).orderBy('domain').execute()
}

/** Adds the rule or replaces the one of the same domain. */
export async function writeDomainRule(tx: Tx, organisationId: OrganisationId, rule: DomainRule): Promise<void> {
  const values = { route: rule.route, listed_hosts: [...rule.listedHosts] }
  await tablesOf(tx)
    .insertInto('domain_rules')
    .values({ organisation_id: organisationId, domain: rule.domain, ...values })
    .onConflict((conflict) => conflict.columns(['organisation_id', 'domain']).doUpdateSet(values))
    .execute()
}

/** False when there is no such rule. */
export async function deleteDomainRule(tx: Tx, domain: string): Promise<boolean> {
  const gone = await tablesOf(tx)
    .deleteFrom('domain_rules')
    .where('domain', '=', domain)
    .returning('domain')
    .executeTakeFirst()
  return gone !== undefined
}
