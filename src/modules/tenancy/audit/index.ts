/**
 * The audit log: every act of an organisation, recorded in the transaction that carries the act out.
 *
 * Owns: tables audit_entries, audit_chain and unchained_entries (what is to be linked); the folder `audit-heads` in the data
 * folder; a chainer that links committed entries about once a second.
 * Invariants: entries and links accept inserts only (grants and triggers); an entry carries an HMAC under the server secret
 * from the moment it is recorded, and only entries with a right one are linked; a link is an HMAC over the entry and the
 * link before it, so a forged, changed, removed or inserted entry breaks verification; where each chain ends is noted
 * outside the database, so that a cut end does too; entries never hold subjects, numbers or content.
 * Not here: who may read the log, and signed checkpoints. An entry that is removed in the second before it is linked
 * leaves no trace.
 */
export { createAudit, type Audit, type AuditDeps } from './create-audit.ts'
export type { AuditAction, AuditActor, AuditEntry, AuditRecorder } from './audit-entry.ts'
export { recordForgery } from './record-forgery.ts'
export type { AuditVerdict } from './verify-chain.ts'
