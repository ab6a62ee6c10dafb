import { ruleBounds } from '../../../contract/organisation.ts'
import { toAsciiDomain } from '../../../lib/address/index.ts'
import type { OrganisationId } from '../../../lib/id/identifiers.ts'
import type { Route } from '../../../lib/policy/index.ts'
import type { Tx } from '../../../platform/database/database.ts'
import type { AuditActor, AuditRecorder } from '../audit/index.ts'
import { directoryErrors } from './errors.ts'
import { deleteDomainRule, readDomainRules, writeDomainRule } from './store/domain-rules.ts'
import { lockSettings } from './store/settings.ts'

export interface NewDomainRule {
  readonly organisationId: OrganisationId
  /** In any spelling, Unicode included; with a leading dot for its sub-domains as well. */
  readonly domain: string
  readonly route: Route
  /** Only with `direct`. */
  readonly listedHosts: readonly string[]
  readonly actor: AuditActor
}

/** The stored form of a rule's domain; throws AppError `directory.rule-domain-invalid`. */
function parseRuleDomain(text: string): string {
  const written = text.normalize('NFC').trim()
  const isParent = written.startsWith('.')
  const ascii = toAsciiDomain(isParent ? written.slice(1) : written)
  if (ascii === null) throw directoryErrors.invalidRuleDomain()
  return isParent ? `.${ascii}` : ascii
}

/** Host names as MX records give them, whose final dot is dropped; each once. */
function parseHosts(texts: readonly string[], route: Route): readonly string[] {
  if (texts.length === 0) return []
  if (route !== 'direct' || texts.length > ruleBounds.listedHosts) throw directoryErrors.invalidRuleHosts()
  const hosts = texts.map((text) => toAsciiDomain(text.normalize('NFC').trim().replace(/\.$/, '')))
  return [...new Set(hosts)].map((host) => {
    if (host === null) throw directoryErrors.invalidRuleHosts()
    return host
  })
}

/** Adds the rule for a domain or replaces the one there is. */
export async function setDomainRule(audit: AuditRecorder, tx: Tx, wanted: NewDomainRule): Promise<void> {
  const { organisationId, route, actor } = wanted
  const domain = parseRuleDomain(wanted.domain)
  const listedHosts = parseHosts(wanted.listedHosts, route)
  await lockSettings(tx, organisationId)
  const rules = await readDomainRules(tx)
  const isNew = rules.every((rule) => rule.domain !== domain)
  if (isNew && rules.length >= ruleBounds.domainRules) throw directoryErrors.tooManyRules()
  await writeDomainRule(tx, organisationId, { domain, route, listedHosts })
  await audit.record(tx, {
    organisationId,
    action: 'organisation.domain-rule-set',
    actor,
    detail: { domain, route, ...(listedHosts.length === 0 ? {} : { listedHosts: listedHosts.join(',') }) },
  })
}

export interface DomainRuleRemoval {
  readonly organisationId: OrganisationId
  readonly domain: string
  readonly actor: AuditActor
}

/** Throws AppError `directory.rule-unknown` when there is no such rule. */
export async function removeDomainRule(audit: AuditRecorder, tx: Tx, removal: DomainRuleRemoval): Promise<void> {
  const { organisationId, actor } = removal
  const domain = parseRuleDomain(removal.domain)
  if (!(await deleteDomainRule(tx, domain))) throw directoryErrors.ruleUnknown()
  await audit.record(tx, { organisationId, action: 'organisation.domain-rule-removed', actor, detail: { domain } })
}
