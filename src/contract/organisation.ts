import * as z from 'zod/mini'
import {
  changeableNames,
  presetNames,
  settingSchemas,
  type OrganisationSettings,
  type SettingsChanges,
} from '../lib/settings/index.ts'
import { endpoint, language, nothing } from './endpoint.ts'
import { route } from './messages.ts'

/** How many rules an organisation may have, and hosts a rule. */
export const ruleBounds = { domainRules: 1000, listedHosts: 20 } as const

/** What an organisation decides for itself; each setting is declared in `lib/settings`. */
export const organisationSettings: z.ZodMiniType<OrganisationSettings, OrganisationSettings> =
  z.strictObject(settingSchemas)
export type { OrganisationSettings, SettingsChanges }

/** Only what changes; a name that is not a setting is refused. A preset is applied, never set. */
export const settingsChanges: z.ZodMiniType<SettingsChanges, SettingsChanges> = z.strictObject(
  Object.fromEntries(changeableNames.map((name) => [name, z.optional(settingSchemas[name])])),
)

const domain = z.string().check(z.minLength(1), z.maxLength(254))
/** A domain, or with a leading dot a domain and its sub-domains; ASCII (IDNA) when it comes from the server. */
export const domainRule = z.object({
  domain,
  route,
  /** MX hosts the administrator answers for, for `direct` only; their certificate is verified all the same. */
  listedHosts: z.array(domain).check(z.maxLength(ruleBounds.listedHosts)),
})
export type DomainRuleView = z.output<typeof domainRule>

export const organisationView = z.object({
  settings: organisationSettings,
  /** The language of mails to its recipients. */
  language,
  domainRules: z.array(domainRule),
  /** False for members who may read only. */
  mayChange: z.boolean(),
})
export type OrganisationView = z.output<typeof organisationView>

export const readOrganisationSettings = endpoint({
  method: 'GET',
  path: '/api/organisation/settings',
  access: 'account',
  summary: 'What the organisation decided: routes, passwords, encrypted files, expiry, rules for domains',
  body: nothing,
  response: organisationView,
})
const administrator = { name: 'administrator', refusal: 'directory.admins-only' } as const

export const changeOrganisationSettings = endpoint({
  method: 'POST',
  path: '/api/organisation/settings',
  access: 'account',
  role: administrator,
  summary: 'Change some of the settings',
  errors: ['directory.settings-invalid', 'directory.setting-unknown', 'directory.expiry-beyond-maximum'],
  body: settingsChanges,
  response: organisationView,
})
export const applyPreset = endpoint({
  method: 'POST',
  path: '/api/organisation/preset',
  access: 'account',
  role: administrator,
  summary: 'Apply the preset of a profession in one act',
  errors: ['directory.preset-unknown'],
  body: z.strictObject({ preset: z.enum(presetNames) }),
  response: organisationView,
})
export const setDomainRule = endpoint({
  method: 'POST',
  path: '/api/organisation/domain-rules',
  access: 'account',
  role: administrator,
  summary: 'Add or replace the rule for a domain',
  errors: ['directory.rule-domain-invalid', 'directory.rule-hosts-invalid', 'directory.too-many-rules'],
  body: z.strictObject(domainRule.shape),
  response: organisationView,
})
export const removeDomainRule = endpoint({
  method: 'POST',
  path: '/api/organisation/domain-rules/remove',
  access: 'account',
  role: administrator,
  summary: 'Remove the rule for a domain',
  errors: ['directory.rule-domain-invalid', 'directory.rule-unknown'],
  body: z.strictObject({ domain }),
  response: organisationView,
})
