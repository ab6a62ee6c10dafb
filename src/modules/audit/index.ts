/**
 * The audit log: every act of an organisation, recorded in the transaction that carries the act out.
 *
 * Owns: tables audit_entries, audit_chain and unchained_entries (what is to be linked); a chainer that links committed entries
 * about once a second.
 * Invariants: entries and links accept inserts only (grants and triggers); a link is an HMAC under the server
 * secret over the entry and the link before it, so a changed, removed or inserted entry breaks verification; entries never hold subjects, numbers or content.
 * Not here: who may read the log, and signed checkpoints. Entries younger than the chainer's interval are not linked yet.
 */
export { createAudit, type Audit, type AuditDeps } from './create-audit.ts'
export type { AuditAction, AuditActor, AuditEntry, AuditRecorder } from './audit-entry.ts'
export type { AuditVerdict } from './verify-chain.ts'
