/** The professions a ready-made set of settings exists for. */
export const presetNames = ['doctors', 'lawyers', 'tax-advisers', 'agencies', 'schools', 'private-persons'] as const
export type PresetName = (typeof presetNames)[number]
