import { z } from 'zod'
import type { Kind } from './kind.ts'

export interface PlainText extends Kind<'text', string> {
  readonly maxCharacters: number
}

/** Control characters, and those that hide or reorder what follows them; line breaks and joined emoji are text. */
const unseen = /[^\P{Cc}\n]|[\p{Cs}\p{Co}\p{Zl}\p{Zp}\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff]/u

/** Text with line breaks that strangers get to read; empty for none. The audit log says only that it changed. */
export const plainText = (maxCharacters: number): PlainText => ({
  name: 'text',
  maxCharacters,
  schema: z
    .string()
    .max(maxCharacters)
    .refine((text) => !unseen.test(text)),
  expected: `plain text of at most ${maxCharacters} characters; empty for none`,
  placeholder: 'text',
  read: (text) => text.replaceAll('\\n', '\n'),
  write: (value) => value.replaceAll('\n', '\\n'),
  record: () => 'changed',
})
