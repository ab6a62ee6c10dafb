/**
 * The directory: organisations with their settings, rules for recipients' domains, branding and domains; their accounts
 * and mailboxes.
 *
 * Owns: tables organisations, organisation_settings, domain_rules, branding, logos, domains, accounts, mailboxes,
 * mailbox_members; the routes of the logo and of the settings. No jobs.
 * Invariants: an account or mailbox exists only in a domain that its organisation has verified, and an address exists
 * once in the installation; every setting lies within its bounds, and a preset is all or nothing; of a mailbox the server keeps the public recipient and identities sealed to members; every
 * change is in the audit log of the same transaction.
 * Deliberately not here: passwords, sessions and other ways in (identity), outside recipients (recipients), what the
 * settings mean for one message (lib/policy).
 *
 * Functions that take a `tx` see the organisation that the transaction was opened for; those without one open their own.
 */
export { createDirectory } from './create-directory.ts'
export type { Directory } from './directory.ts'
export type { DirectoryDeps } from './directory-deps.ts'
export type { NewAccount } from './accounts.ts'
export type { NewBranding } from './branding.ts'
export type { DomainView } from './domains.ts'
export type { DomainRule } from './store/domain-rules.ts'
export type { Account, AccountPlace } from './store/accounts.ts'
export type { Logo } from './store/branding.ts'
export type { Mailbox, MailboxMember, MemberMailbox } from './store/mailboxes.ts'
export type { Organisation } from './store/organisations.ts'
export type { Language } from './store/tables.ts'
