import { domainToASCII } from 'node:url'

/** A domain beyond ASCII goes in its A-label form, so SMTPUTF8 is needed for the local part only (RFC 6531 section 3.2). */
export function wireAddress(address: string): string {
  const at = address.lastIndexOf('@')
  return at === -1 ? address : `${address.slice(0, at)}@${domainToASCII(address.slice(at + 1))}`
}
