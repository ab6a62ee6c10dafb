import { parseAddress } from '../address/index.ts'

/** Domains of one provider that lead to the same mailbox. */
const sameMailboxes: ReadonlyMap<string, string> = new Map([
  ['googlemail.com', 'gmail.com'],
  ['me.com', 'icloud.com'],
  ['mac.com', 'icloud.com'],
  ['protonmail.com', 'proton.me'],
  ['protonmail.ch', 'proton.me'],
  ['pm.me', 'proton.me'],
])

/**
 * The mailbox behind an address, to compare only: without case, without `+tag`, without what large providers ignore.
 * Two keys may be the same for different people at a server with rules of its own, so this serves only to refuse. Null for
 * anything that is no address.
 */
export function mailboxKey(address: string): string | null {
  const parsed = parseAddress(address)
  if (parsed === null) return null
  const domain = sameMailboxes.get(parsed.domain) ?? parsed.domain
  const tag = parsed.localPart.indexOf('+', 1)
  const untagged = tag === -1 ? parsed.localPart : parsed.localPart.slice(0, tag)
  const localPart = domain === 'gmail.com' ? untagged.replaceAll('.', '') : untagged
  return `${localPart}@${domain}`
}
