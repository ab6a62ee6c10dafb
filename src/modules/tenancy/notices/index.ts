/**
 * What an administrator tells all members of the organisation.
 *
 * Owns: table notices; the endpoints of src/contract/notices.ts.
 * Invariants: one notice at a time; only an administrator writes it, and every change is in the audit log of the same
 * transaction.
 */
export { createNotices } from './create-notices.ts'
