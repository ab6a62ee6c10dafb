import { settingNames, settingOf, type allSettings, type OrganisationSettings } from './all-settings.ts'
import type { PresetName } from './preset-names.ts'

type AllSettings = typeof allSettings

/** The settings that professions are advised about. */
export type PresetSettingName = {
  [Name in keyof AllSettings]: AllSettings[Name] extends { readonly presets: unknown } ? Name : never
}[keyof AllSettings]

/** What every preset decides, under the names of the settings. */
export type PresetSettings = Pick<OrganisationSettings, PresetSettingName>

/** The settings of each profession, gathered from where they are declared. */
export const presets: Readonly<Record<PresetName, PresetSettings>> = {
  doctors: presetOf('doctors'),
  lawyers: presetOf('lawyers'),
  'tax-advisers': presetOf('tax-advisers'),
  agencies: presetOf('agencies'),
  schools: presetOf('schools'),
  'private-persons': presetOf('private-persons'),
}

function presetOf(preset: PresetName): PresetSettings {
  const advised = settingNames.map((name) => [name, settingOf(name).presets?.[preset]] as const)
  const values = Object.fromEntries(advised.filter(([, value]) => value !== undefined))
  // oxlint-disable-next-line typescript/consistent-type-assertions -- gathered by the names that the type is made of
  return values as unknown as PresetSettings
}
