/**
 * What an organisation may decide, declared once: each setting with its kind and bounds, its default, what professions are
 * advised, where the page shows it, and its texts in both languages. Storage, HTTP, command line, page and documents are
 * made of these declarations.
 *
 * A slice belongs to one module, which alone reads it (slices/MODULE.ts); what several modules follow belongs to the one
 * that enforces it, and the others are told by the composition root.
 *
 * Invariants: a name is unique over all modules; every default and every advised value lies within the bounds; a preset
 * decides the same settings as every other one, so nothing of an earlier one remains; the rules between settings hold for
 * the defaults and every preset.
 *
 * Deliberately not here: what belongs to one organisation alone in number (rules for domains, branding). Why each preset is
 * as it is: docs/decisions/0007-presets.md.
 */
export {
  allSettings,
  brokenRule,
  changeableNames,
  isChangeable,
  rules,
  settingNames,
  settingOf,
  settingSchemas,
  slices,
  type ChangeableName,
  type OrganisationSettings,
  type SettingName,
  type SettingsChanges,
} from './all-settings.ts'
export type { AnyKind, IncomingMail, Kind, Options } from './kinds/index.ts'
export { incomingMail } from './kinds/index.ts'
export { presetDifferences } from './preset-differences.ts'
export { presetNames, type PresetName } from './preset-names.ts'
export { presets, type PresetSettingName, type PresetSettings } from './presets.ts'
export { sections, type SectionName } from './sections.ts'
export type { Rule, Setting, Slice, ValuesOf } from './setting.ts'
export { routeOptions } from './slices/routes.ts'
