import { z } from 'zod'
import { presetNames, type PresetName } from '../preset-names.ts'
import type { Kind } from './kind.ts'

export type Profession = Kind<'profession', PresetName | null>

/** The name of a preset, or none. */
export const profession: Profession = {
  name: 'profession',
  schema: z.enum(presetNames).nullable(),
  expected: `${presetNames.join(', ')} or none`,
  placeholder: 'name',
  read: (text) => (text.trim() === 'none' ? null : text.trim().toLowerCase()),
  write: (value) => value ?? 'none',
  record: (value) => value ?? 'none',
}
