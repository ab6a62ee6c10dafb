/**
 * Mail addresses and domains in the one form in which Sealpost compares them, and beside it as they were written.
 *
 * Invariants: the form to compare is lower case, NFC, its domain in ASCII (IDNA); the same mailbox written differently
 * gives the same text. What is sent to and shown keeps the local part as it was typed. Whatever could hide or reorder
 * characters on a screen is refused.
 * Deliberately not here: header syntax (names, comments, groups), quoted local parts, address literals, sub-address
 * rules ("+tag" is kept), and whether a domain or mailbox exists.
 */
export { parseAddress, type MailAddress } from './parse-address.ts'
export { toAsciiDomain } from './to-ascii-domain.ts'
