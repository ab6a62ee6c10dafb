import { parseAddress } from '../../../lib/address/index.ts'
import { parseAddressList, type ListEntry, type MailboxEntry } from '../../../lib/mime-headers/index.ts'

/** Where the author wants answers to go (RFC 5322 section 3.6.2). */
export type ReplyAddress = {
  readonly name: string
  /** As it was written. */
  readonly address: string
}

const maxReplyAddresses = 10
const maxNameCharacters = 120

const mailboxesOf = (entry: ListEntry): readonly MailboxEntry[] => (entry.kind === 'group' ? entry.members : [entry])

/**
 * Reads Reply-To. Only what is surely an address is kept, since it is written into another mail: of a list that is not
 * well-formed nothing, of a long one the beginning. The field may name anybody, as in every mail.
 */
export function replyToOf(values: readonly string[]): readonly ReplyAddress[] {
  const entries = parseAddressList(values.join(',')) ?? []
  const addresses = entries.flatMap(mailboxesOf).flatMap(({ name, address }) => {
    const parsed = parseAddress(address)
    const shown = Array.from(name).slice(0, maxNameCharacters).join('')
    return parsed === null || parsed.domain.endsWith('.local') ? [] : [{ name: shown, address: parsed.written }]
  })
  return addresses.slice(0, maxReplyAddresses)
}
