/**
 * Ready-made settings for professions: what an organisation starts with, so that nobody has to understand every setting
 * before the first message.
 *
 * Invariants: every preset names every setting it touches, so that applying one gives the same result whatever was set
 * before; all values lie within the bounds of the settings.
 *
 * Deliberately not here: what belongs to one organisation alone (phone countries, rules for domains, mail server). Why
 * each value is as it is: docs/decisions/0026-presets.md.
 */
export { presetNames, type PresetName } from './preset-names.ts'
export { presets } from './presets.ts'
export type { PresetSettings } from './preset-settings.ts'
export { presetDifferences } from './preset-differences.ts'
