/**
 * Mail that leaves: a durable queue, delivery to a smarthost or to the MX hosts of each domain, signatures, and reports
 * to the sender about what could not be delivered.
 *
 * Owns: tables outgoing_mails, dkim_keys and mta_sts_policies; the jobs delivery.*.
 * Invariants: a mail is queued in the transaction that causes it and leaves only after its commit. Its content is under
 * a key of its own while it waits and is erased, row and key, with the transaction that records the outcome, together with the hook and
 * the report. It is recorded as sent only after the host's 250. Nothing is sent twice unless a process is killed between
 * that 250 and the record: each mail is claimed by one process, which renews its claim while it lives and records the
 * outcome until that succeeds. No report answers a report or the null sender. Credentials for a smarthost travel under
 * verified TLS only. A mail that demands verified TLS leaves over nothing else: DANE, an enforced MTA-STS policy or the
 * administrator's list says how the host proves itself, at that moment, or the mail comes back with the cause. DANE and
 * MTA-STS are honoured for every mail. Stored contents are opened for the moment of sending, within a budget. Bytes that
 * leave have CRLF as their only line end and change no more after they were signed.
 * Not here: what a mail says (the compose port), bounces that arrive later, reports about TLS (RFC 8460), incoming mail.
 */
export { createDelivery, type Delivery, type DeliveryDeps } from './create-delivery.ts'
export type { ComposedAttachment, CompositionRequest, OpenStored } from './content/prepare-message.ts'
export type { FailureCause, MailSource, OutgoingMail, StoredContent, StoredPart, TlsDemand } from './mail.ts'
export type { DeliveryHooks, FailedEvent, SentEvent } from './record-outcome.ts'
export { envelopeDomain } from './queue-mails.ts'
