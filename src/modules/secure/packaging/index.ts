/**
 * Packages: one message as an encrypted ZIP (the complete original and its attachments) and an encrypted PDF (what a
 * person would print), both under one password, for recipients who get attachments instead of a link.
 *
 * Owns: worker threads, started when there is work, that read messages and write both files. No tables, no jobs.
 *
 * Invariants:
 * - message.eml in the ZIP is the content byte for byte, whatever the rest could make of it.
 * - Nothing leaves that was not opened again with its password, and refused without it, by readers of our own.
 * - Hostile input costs a bounded amount of time and memory: an attempt past its limit is ended with its thread, the
 *   second one renders the plain text only, and no other package is lost by it.
 * - Nothing of a message reaches a log, an error or a metric.
 *
 * Deliberately does not do: choose or keep passwords, decide who gets what, store or send anything.
 */
export { createPackaging } from './create-packaging.ts'
export type { PackNote, PackOutcome, PackRequest, Packaging, PackagingDeps, PackLimits } from './packaging.ts'
