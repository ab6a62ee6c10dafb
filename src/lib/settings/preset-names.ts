/** The professions a ready-made set of settings exists for. */
export const presetNames = ['doctors', 'lawyers', 'tax-advisers', 'agencies', 'schools', 'private-persons'] as const
export type PresetName = (typeof presetNames)[number]

/** Advises "yes" to these professions and "no" to the others. */
export const yesFor = (...names: readonly PresetName[]): Readonly<Record<PresetName, boolean>> => ({
  doctors: names.includes('doctors'),
  lawyers: names.includes('lawyers'),
  'tax-advisers': names.includes('tax-advisers'),
  agencies: names.includes('agencies'),
  schools: names.includes('schools'),
  'private-persons': names.includes('private-persons'),
})
