import { directoryErrors } from './errors.ts'

const maxCharacters = 120
/** Control characters, and those that hide or reorder what follows them on a screen or in a header. */
const unseen = /[\p{Cc}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff]/u

/** A name of a person, an organisation or a mailbox, NFC and trimmed; throws AppError `directory.name-invalid`. */
export function parseDisplayName(text: string): string {
  const name = text.normalize('NFC').trim()
  if (name === '' || name.length > maxCharacters || unseen.test(name)) throw directoryErrors.invalidName()
  return name
}
