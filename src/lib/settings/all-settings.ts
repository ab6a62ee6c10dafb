import type { z } from 'zod'
import type { Setting, Slice, ValuesOf } from './setting.ts'
import { discoverySettings } from './slices/discovery.ts'
import { organisationsSettings } from './slices/organisations.ts'
import { portalSettings } from './slices/portal.ts'
import { recipientsSettings } from './slices/recipients.ts'
import { sealingRules, sealingSettings } from './slices/sealing.ts'
import { smsSettings } from './slices/sms.ts'

/** What each module lets an organisation decide, by the name of the module. */
export const slices = {
  sealing: sealingSettings,
  portal: portalSettings,
  sms: smsSettings,
  recipients: recipientsSettings,
  organisations: organisationsSettings,
  discovery: discoverySettings,
} satisfies Record<string, Slice>

/** Every setting by its name. */
export const allSettings = {
  ...sealingSettings,
  ...portalSettings,
  ...smsSettings,
  ...recipientsSettings,
  ...organisationsSettings,
  ...discoverySettings,
}
type AllSettings = typeof allSettings

export type SettingName = keyof AllSettings
export type OrganisationSettings = ValuesOf<AllSettings>

/** The settings that are changed one by one; a preset is applied, never set. */
export type ChangeableName = {
  [Name in SettingName]: AllSettings[Name] extends { readonly changedBy: 'preset' } ? never : Name
}[SettingName]

/** What is changed; the rest stays. */
export type SettingsChanges = { [Name in ChangeableName]?: OrganisationSettings[Name] | undefined }

const isName = (name: string): name is SettingName => Object.hasOwn(allSettings, name)

/** In the order of their declaration. */
export const settingNames: readonly SettingName[] = Object.keys(allSettings).filter(isName)

const declared: Readonly<Record<SettingName, Setting>> = allSettings

export const isChangeable = (name: string): name is ChangeableName =>
  isName(name) && declared[name].changedBy === undefined

export const changeableNames: readonly ChangeableName[] = settingNames.filter(isChangeable)

export const rules = sealingRules

/** The first rule between settings that these values break. */
export const brokenRule = (settings: Readonly<Record<string, unknown>>): (typeof rules)[number] | undefined =>
  rules.find((rule) => !rule.isKept(settings))

export const settingOf = (name: SettingName): Setting => declared[name]

/** The schema of every setting, to build larger ones from. */
export const settingSchemas = schemasOf(allSettings)

type SchemasOf<Settings extends Slice> = {
  readonly [Name in keyof Settings]: z.ZodType<ValuesOf<Settings>[Name], ValuesOf<Settings>[Name]>
}

function schemasOf<Settings extends Slice>(settings: Settings): SchemasOf<Settings> {
  const schemas = Object.fromEntries(Object.entries(settings).map(([name, { kind }]) => [name, kind.schema]))
  // oxlint-disable-next-line typescript/consistent-type-assertions -- each schema is that of its own name
  return schemas as unknown as SchemasOf<Settings>
}
