/**
 * Sealing: what goes in as ordinary mail is kept as ciphertext, opened by its recipients with a split key, and ended.
 *
 * Owns: tables messages, journal, copies, former_links, answers, dispatches, packages, fallbacks and message_passwords; the
 * stored contents they name; the jobs that dispatch, expire, erase and sweep.
 * Invariants: a message is acknowledged only when content, keys, wraps, audit entry and queued notifications are durable
 * (one transaction), or, while many come, everything they are made from in one row of the journal, which is written by whichever
 * process comes first and never dropped; nothing refuses a message after that; the server keeps no identity that opens a
 * content, except under a key of the shred store while the message waits to be packed or to leave directly; a recipient without a check is parked, never sent in clear; what cannot leave
 * as encrypted files or over verified TLS takes the portal; a password is never mailed to a recipient of its message;
 * revoking and expiring destroy shares, wraps and the keys of the shares; only members of the sending mailbox act on a message,
 * and those of a mailbox that got it read their own copy alone.
 * Not here: the recipient's check (portal), transport of mails (delivery), ZIP and PDF (packaging), keys of accounts (identity).
 */
export { createSealing } from './create-sealing.ts'
export type { Sealing } from './sealing.ts'
export type { AcceptedMail, IncomingMail, MailSender } from './incoming-mail.ts'
export type { ReportOfGuest } from './guest/guest-acts.ts'
export type { GuestCopy } from './guest/guest-copy.ts'
export type { MailboxMember } from './policy.ts'
export type {
  CheckedRecipient,
  DomainRule,
  PasswordTextRequest,
  QueuedMail,
  SealingDeps,
  SealingMailbox,
  SealingSettings,
} from './ports.ts'
export { deliveryHooks, onTextFailure } from './outcome-hooks.ts'
export { wireSealing } from './wire.ts'
