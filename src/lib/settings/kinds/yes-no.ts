import { z } from 'zod'
import type { Kind } from './kind.ts'

export type YesNo = Kind<'yes-no', boolean>

const words: Readonly<Record<string, boolean>> = { yes: true, true: true, no: false, false: false }

export const yesNo: YesNo = {
  name: 'yes-no',
  schema: z.boolean(),
  expected: 'yes or no',
  placeholder: 'yes|no',
  read: (text) => (Object.hasOwn(words, text.trim()) ? words[text.trim()] : undefined),
  write: (value) => (value ? 'yes' : 'no'),
  record: String,
}
