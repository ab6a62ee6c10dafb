import { cutAddressList } from '../../mime-headers/cut-address-list.ts'
import {
  parseAddressList,
  type GroupEntry,
  type ListEntry,
  type MailboxEntry,
} from '../../mime-headers/address-list.ts'
import { mimeLimits } from '../mime-limits.ts'
import { decodeWords, quoteLooseWords } from './decode-words.ts'

/** Somebody, or a group of people, as a header names them. `address` is empty where none can be made out. */
export type ShownAddress = ListEntry
export type ShownMailbox = MailboxEntry
export type ShownGroup = GroupEntry

/**
 * The addresses of a field for people to read: what is well-formed as it is meant, and of the rest what can be made out.
 * Nothing is decided by it. At most `maxAddresses`.
 */
export function readAddresses(fields: readonly string[]): readonly ShownAddress[] {
  return fields.flatMap((field) => parseAddressList(field) ?? readLoosely(field)).slice(0, mimeLimits.maxAddresses)
}

/** Piece by piece, so that one damaged entry does not take the others with it. */
function readLoosely(written: string): readonly ShownAddress[] {
  const field = quoteLooseWords(written)
  const whole = field === written ? null : parseAddressList(field)
  if (whole !== null) return whole
  const entries: ShownAddress[] = []
  for (const { text, end } of cutAddressList(field)) {
    if (entries.length >= mimeLimits.maxAddresses) break
    // A quote or a comment that never ends has swallowed the commas behind it.
    const found = end === ':' ? [] : (parseAddressList(text) ?? text.split(',').map(guess))
    entries.push(...found.filter((entry) => entry.name !== '' || (entry.kind === 'mailbox' && entry.address !== '')))
  }
  return entries
}

/** "Anna Weber <anna@example.org" and what else people write. */
function guess(text: string): ShownMailbox {
  const decoded = decodeWords(text.slice(0, 2_000))
  const open = decoded.lastIndexOf('<')
  const inner = (open === -1 ? decoded : decoded.slice(open + 1)).split('>', 1)[0]?.trim() ?? ''
  const isAddress = /^[^\s@]{1,250}@[^\s@]{1,250}$/.test(inner)
  if (!isAddress) return { kind: 'mailbox', name: tidy(decoded), address: '' }
  return { kind: 'mailbox', name: open === -1 ? '' : tidy(decoded.slice(0, open)), address: inner }
}

const tidy = (name: string): string => {
  const trimmed = name.trim()
  const isQuoted = trimmed.length > 1 && trimmed.startsWith('"') && trimmed.endsWith('"')
  return isQuoted ? trimmed.slice(1, -1).replaceAll(/\\([^])/g, '$1') : trimmed
}
