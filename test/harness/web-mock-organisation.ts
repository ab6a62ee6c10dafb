/** The settings of the organisation, as the mock of the web app's server keeps them. */
import * as contract from '../../src/contract/organisation.ts'
import { toAsciiDomain } from '../../src/lib/address/index.ts'
import { AppError } from '../../src/lib/errors/app-error.ts'
import { presets } from '../../src/lib/settings/index.ts'
import type { MockRoute } from './web-mock-routes.ts'
import type { MockWorld } from './web-mock-world.ts'

const view = ({ organisation, account }: MockWorld): contract.OrganisationView => ({
  ...organisation,
  mayChange: account.isAdmin,
})

function change(world: MockWorld, next: Partial<MockWorld['organisation']>): contract.OrganisationView {
  if (!world.account.isAdmin) throw new AppError('refused', 'directory.admins-only', 'Administrators only.')
  world.organisation = { ...world.organisation, ...next }
  return view(world)
}

const asciiOf = (domain: string): string => {
  const ascii = toAsciiDomain(domain.replace(/^\./, ''))
  if (ascii === null) throw new AppError('invalid', 'directory.rule-domain-invalid', 'Enter a domain.')
  return domain.startsWith('.') ? `.${ascii}` : ascii
}

export const organisationRoutes: readonly MockRoute[] = [
  { endpoint: contract.readOrganisationSettings, handle: ({ world }) => view(world) },
  {
    endpoint: contract.changeOrganisationSettings,
    handle: ({ world, body }) => {
      const changes = contract.settingsChanges.parse(body)
      const settings = contract.organisationSettings.parse({ ...world.organisation.settings, ...changes })
      return change(world, { settings })
    },
  },
  {
    endpoint: contract.applyPreset,
    handle: ({ world, body }) => {
      const { preset } = contract.applyPreset.body.parse(body)
      return change(world, { settings: { ...world.organisation.settings, ...presets[preset], preset } })
    },
  },
  {
    endpoint: contract.setDomainRule,
    handle: ({ world, body }) => {
      const rule = contract.domainRule.parse(body)
      const domain = asciiOf(rule.domain)
      if (!rule.listedHosts.every((host) => toAsciiDomain(host) !== null))
        throw new AppError('invalid', 'directory.rule-hosts-invalid', 'Enter host names.')
      const others = world.organisation.domainRules.filter((other) => other.domain !== domain)
      return change(world, { domainRules: [...others, { ...rule, domain }] })
    },
  },
  {
    endpoint: contract.removeDomainRule,
    handle: ({ world, body }) => {
      const { domain } = contract.removeDomainRule.body.parse(body)
      return change(world, {
        domainRules: world.organisation.domainRules.filter((rule) => rule.domain !== domain),
      })
    },
  },
]
