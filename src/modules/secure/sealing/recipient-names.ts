import { parseAddress } from '../../../lib/address/index.ts'
import { parseAddressList } from '../../../lib/mime-headers/index.ts'

/** Together below what an envelope may hold, whatever characters they are made of. */
const maxNames = 80
const maxNameCharacters = 64
const maxFieldCharacters = 65_536

/**
 * What To and Cc call their addresses (RFC 5322 section 3.6.3), for the sender's own list of what they sent. Each field by
 * itself: one that is not well-formed names nobody, and takes nothing from the others. A name that is the address again is none.
 */
export function recipientNamesOf(fields: readonly string[]): Readonly<Record<string, string>> {
  const entries = fields
    .filter((field) => field.length <= maxFieldCharacters)
    .flatMap((field) => parseAddressList(field) ?? [])
    .flatMap((entry) => (entry.kind === 'group' ? entry.members : [entry]))
  const named = entries.flatMap(({ name, address }) => {
    const key = parseAddress(address)?.written.toLowerCase()
    const shown = Array.from(name.replace(/\s+/g, ' ').trim()).slice(0, maxNameCharacters).join('')
    return key === undefined || shown === '' || shown.toLowerCase() === key ? [] : [[key, shown] as const]
  })
  return Object.fromEntries(named.slice(0, maxNames))
}
