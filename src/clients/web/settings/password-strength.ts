import { minPasswordCharacters } from '../../../lib/account-keys/index.ts'

export type PasswordStrength = 'short' | 'weak' | 'fair' | 'strong'

/** Parts of the most frequent passwords in German and English; a password made around one of them is easy to guess. */
const frequent = [
  'passwor',
  'kennwort',
  'qwert',
  'asdf',
  'abc',
  '123',
  '111',
  '000',
  'hallo',
  'hello',
  'welcome',
  'willkommen',
  'admin',
  'letmein',
  'iloveyou',
  'schatz',
  'sommer',
  'winter',
  'praxis',
  'sealpost',
  'dragon',
  'monkey',
]

/**
 * A rough hint while a new password is typed, never a gate beyond the minimal length. It counts what a guesser would
 * have to try: different characters, or separate words.
 */
export function passwordStrength(password: string): PasswordStrength {
  const characters = [...password]
  if (characters.length < minPasswordCharacters) return 'short'
  const lower = password.toLowerCase()
  const guessed = frequent.reduce((sum, part) => sum + (lower.includes(part) ? part.length : 0), 0)
  const score = scoreOf(characters) + 2.5 * (password.trim().split(/[\s\-_.]+/).length - 1) - 1.5 * guessed
  if (score < 12) return 'weak'
  return score < 19 ? 'fair' : 'strong'
}

function scoreOf(characters: readonly string[]): number {
  const different = new Set(characters).size
  const text = characters.join('')
  const kinds = [/\p{Ll}/u, /\p{Lu}/u, /\p{Nd}/u, /[^\p{L}\p{Nd}]/u].filter((kind) => kind.test(text)).length
  return Math.min(characters.length, different * 1.6) + kinds
}
