import type { PresetSettings } from './presets.ts'

/**
 * The names of the settings that are not as the preset has them, in the preset's order: what applying it would change,
 * or what was changed since it was applied. The order inside a list does not count.
 */
export function presetDifferences(preset: PresetSettings, settings: PresetSettings): readonly (keyof PresetSettings)[] {
  const names = Object.keys(preset).filter((name): name is keyof PresetSettings => Object.hasOwn(preset, name))
  return names.filter((name) => comparable(preset[name]) !== comparable(settings[name]))
}

const comparable = (value: PresetSettings[keyof PresetSettings]) =>
  typeof value === 'object' ? value.toSorted((a, b) => a.localeCompare(b)).join() : value
