import { encodeUtf8 } from '../bytes/index.ts'
import { toAsciiDomain } from './to-ascii-domain.ts'

export interface MailAddress {
  /** The form to compare and to find by: `localPart@domain`. It is not the address: some hosts tell upper from lower case. */
  readonly address: string
  /**
   * The form to send to and to show: the local part as it was typed (RFC 5321 section 2.4), the domain in lower case, and
   * in Unicode where it was typed so.
   */
  readonly written: string
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
  const typed = text.slice(0, Math.max(at, 0))
  const localPart = typed.normalize('NFC').toLowerCase()
  if (!isLocalPart(typed) || !isLocalPart(localPart)) return null
  const domain = toAsciiDomain(text.slice(at + 1).normalize('NFC'))
  if (domain === null) return null
  const address = `${localPart}@${domain}`
  if (encodeUtf8(address).length > maxAddressOctets) return null
  return { address, written: `${typed}@${writtenDomain(text.slice(at + 1), domain)}`, localPart, domain }
}

/** In Unicode only if that is another spelling of the very same domain. */
function writtenDomain(typed: string, domain: string): string {
  const unicode = typed.normalize('NFKC').toLowerCase().replaceAll('\u3002', '.')
  return domain.includes('xn--') && toAsciiDomain(unicode) === domain ? unicode : domain
}

/** A dot-string (RFC 5321 section 4.1.2); the quoted form is refused, because hardly any mailbox needs it and many programs misread it. */
function isLocalPart(text: string): boolean {
  if (unseen.test(text) || encodeUtf8(text).length > maxLocalOctets) return false
  return text.split('.').every((part) => atom.test(part))
}
