import { encodeUtf8 } from '../bytes/index.ts'
import { toAsciiDomain } from './to-ascii-domain.ts'

export interface MailAddress {
  /** The form to store and compare: `localPart@domain`. */
  readonly address: string
  /** Lower case, NFC; beyond ASCII only where SMTPUTF8 was used. */
  readonly localPart: string
  /** ASCII (IDNA A-labels), lower case. */
  readonly domain: string
}

/** RFC 5321 sections 4.5.3.1.1 and 4.5.3.1.3: a path has 256 octets including its angle brackets. */
const maxLocalOctets = 64
const maxAddressOctets = 254

/** An atom of RFC 5322 section 3.2.3, extended by RFC 6532; characters nobody can see are left out. */
const atom = /^[A-Za-z0-9!#$%&'*+\-/=?^_`{|}~\u{a1}-\u{10ffff}]+$/u
const unseen = /[\s\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}]/u

/** Reads a bare address (no display name, no angle brackets); null for anything that is not one. Never throws. */
export function parseAddress(text: string): MailAddress | null {
  if (text.length > maxAddressOctets) return null
  const at = text.lastIndexOf('@')
  const localPart = text.slice(0, Math.max(at, 0)).normalize('NFC').toLowerCase()
  if (!isLocalPart(localPart)) return null
  const domain = toAsciiDomain(text.slice(at + 1).normalize('NFC'))
  if (domain === null) return null
  const address = `${localPart}@${domain}`
  return encodeUtf8(address).length <= maxAddressOctets ? { address, localPart, domain } : null
}

/** A dot-string (RFC 5321 section 4.1.2); the quoted form is refused, because hardly any mailbox needs it and many programs misread it. */
function isLocalPart(text: string): boolean {
  if (unseen.test(text) || encodeUtf8(text).length > maxLocalOctets) return false
  return text.split('.').every((part) => atom.test(part))
}
