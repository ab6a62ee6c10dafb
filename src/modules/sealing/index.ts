/**
 * Sealing: what goes in as ordinary mail is kept as ciphertext, opened by its recipients with a split key, and ended.
 *
 * Owns: tables messages, copies and answers; the stored contents they name; the jobs that expire and sweep.
 * Invariants: a message is acknowledged only when content, keys, wraps, audit entry and queued notifications are durable
 * (one transaction); the server keeps no identity that opens a content; a recipient without a check is parked, never
 * sent in clear; revoking and expiring destroy shares and wraps; only members of the sending mailbox act on a message.
 * Not here: the recipient's check (portal), transport of mails (delivery), keys of accounts (identity).
 */
export { createSealing, type Sealing } from './create-sealing.ts'
export type { AcceptedMail, IncomingMail, MailRecipient, MailSender } from './incoming-mail.ts'
export type { GuestCopy } from './guest/guest-copy.ts'
export type { MailboxMember } from './policy.ts'
export type { CheckedRecipient, QueuedMail, SealingDeps, SealingMailbox, SealingSettings } from './ports.ts'
export { registerSealingRoutes } from './routes.ts'
