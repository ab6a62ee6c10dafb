/**
 * Mail addresses and domains in the one form in which Sealpost stores and compares them.
 *
 * Invariants: a parsed address is lower case, NFC, its domain in ASCII (IDNA); the same mailbox written differently
 * gives the same text; whatever could hide or reorder characters on a screen is refused.
 * Deliberately not here: header syntax (names, comments, groups), quoted local parts, address literals, sub-address
 * rules ("+tag" is kept), and whether a domain or mailbox exists.
 */
export { parseAddress, type MailAddress } from './parse-address.ts'
export { toAsciiDomain } from './to-ascii-domain.ts'
