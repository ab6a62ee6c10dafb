import { trimEndOf } from '../../lib/text/index.ts'

const maxCharacters = 120
/** Of a longer name only the beginning and the end are looked at. */
const maxLookedAt = 1000
/** Names that Windows reserves for devices, whatever follows the first dot. */
const reserved = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i

/**
 * A name that a sender chose, made fit for any file system and honest to the eye: no path, no control characters, none
 * that turn the direction of writing (a name that ends in "fdp.exe" must not look like a PDF), at most 120 characters
 * with the extension kept.
 */
export function safeFileName(name: string, fallback: string): string {
  const looked = name.length <= 2 * maxLookedAt ? name : name.slice(0, maxLookedAt) + name.slice(-maxLookedAt)
  const tidy = looked
    .normalize('NFC')
    .replaceAll(/[\p{Cc}\p{Cf}\p{Cs}\p{Co}\u2028\u2029]/gu, '')
    .replaceAll(/[/\\:*?"<>|]+/g, '_')
    .replaceAll(/\s+/g, ' ')
    .replace(/^[\s._]+/, '')
  const cleaned = trimEndOf(tidy, ' .')
  if (cleaned === '') return fallback
  return shorten(reserved.test(cleaned) ? `_${cleaned}` : cleaned)
}

function shorten(name: string): string {
  const characters = [...name]
  if (characters.length <= maxCharacters) return name
  const extension = [...(/\.[^.\s]{1,10}$/.exec(name)?.[0] ?? '')]
  return [...characters.slice(0, maxCharacters - extension.length), ...extension].join('')
}
