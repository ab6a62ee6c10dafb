import { encodeUtf8 } from '../bytes/index.ts'
import { trimEndOf } from '../text/index.ts'

/** The name of the complete original, which no attachment may take. */
export const originalName = 'message.eml'

export interface EntryNameOptions {
  /** "attachment-1.pdf" instead of the real names, which anybody can read without the password. */
  readonly neutral: boolean
}

/** With a counter behind it still below what file systems and the path limit of Windows allow. */
const maxNameBytes = 140
const maxEndingBytes = 16
const maxLookedAt = 1000
const reservedOnWindows = /^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)$/i
/** Control and format characters (the overrides of writing direction among them) but for the two joiners that scripts need. */
const unseen = /[[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cn}]--[\u200c\u200d]]/gv
const forbiddenOnWindows = /[<>:"|?*]/g

/**
 * One name for each attachment, in order: safe on every system, unique even where case does not count, recognisable, and
 * never `originalName`. What an attachment is called is written by a stranger: null and '' stand for "no name".
 */
export function entryNames(attachmentNames: readonly (string | null)[], { neutral }: EntryNameOptions): string[] {
  const taken = new Map([[identityOf(originalName), 1]])
  return attachmentNames.map((wanted, index) => {
    const plain = `attachment-${index + 1}`
    const safe = safeName(wanted ?? '')
    if (neutral) return makeUnique(plain + neutralEnding(safe), taken)
    return makeUnique(safe === '' ? plain : safe, taken)
  })
}

function safeName(wanted: string): string {
  const visible = enoughOf(wanted).toWellFormed().normalize('NFC').replaceAll(/\s/gu, ' ').replaceAll(unseen, '')
  const lastPart = visible.split(/[/\\]/).findLast((part) => /[^ .]/.test(part)) ?? ''
  const tidy = lastPart
    .replace(/^ *[a-z]:/i, '')
    .replaceAll(forbiddenOnWindows, '_')
    .replaceAll(/ +/g, ' ')
    .trimStart()
    // A leading dot would hide the file where it is unpacked.
    .replace(/^\.+/, '_')
  return shorten(notReserved(trimEnd(tidy)))
}

/** The beginning and the end of a name that is longer than anybody looks at, with its ending. */
const enoughOf = (wanted: string): string =>
  wanted.length <= 2 * maxLookedAt ? wanted : wanted.slice(0, maxLookedAt) + wanted.slice(-maxLookedAt)

/** Windows drops dots and spaces at the end, and would thereby make two names one. */
const trimEnd = (name: string): string => trimEndOf(name, ' .')

const byteLength = (text: string): number => encodeUtf8(text).length

function notReserved(name: string): string {
  const [stem = ''] = name.split('.', 1)
  return reservedOnWindows.test(stem.trimEnd()) ? `_${name}` : name
}

function shorten(name: string): string {
  if (byteLength(name) <= maxNameBytes) return name
  const ending = endingOf(name)
  const stem = name.slice(0, name.length - ending.length)
  return trimEnd(cutTo(stem, maxNameBytes - byteLength(ending))) + ending
}

function cutTo(text: string, maxBytes: number): string {
  let bytes = 0
  let kept = ''
  for (const sign of text) {
    bytes += byteLength(sign)
    if (bytes > maxBytes) return kept
    kept += sign
  }
  return kept
}

/** ".pdf" of "letter.pdf"; '' where there is none that a program would look at. */
function endingOf(name: string): string {
  const dot = name.lastIndexOf('.')
  const ending = dot <= 0 ? '' : name.slice(dot)
  return ending.length > 1 && !ending.includes(' ') && byteLength(ending) <= maxEndingBytes ? ending : ''
}

function neutralEnding(name: string): string {
  const ending = endingOf(name).toLowerCase()
  return /^\.[a-z0-9]{1,8}$/.test(ending) ? ending : ''
}

function makeUnique(name: string, taken: Map<string, number>): string {
  const ending = endingOf(name)
  const stem = name.slice(0, name.length - ending.length)
  let unique = name
  while (taken.has(identityOf(unique))) {
    const count = (taken.get(identityOf(name)) ?? 1) + 1
    taken.set(identityOf(name), count)
    unique = `${stem} (${count})${ending}`
  }
  taken.set(identityOf(unique), 1)
  return unique
}

/** Equal for names that some file system takes for one: case and the way accents are written do not count. */
const identityOf = (name: string): string => name.normalize('NFC').toUpperCase().toLowerCase().normalize('NFC')
