import { createHash, timingSafeEqual } from 'node:crypto'
import type { OrganisationId } from '../../../lib/id/identifiers.ts'
import type { Tx } from '../../../platform/database/database.ts'
import type { TransitKey } from '../../../platform/transit/transit-key.ts'

export interface AuditActor {
  readonly kind: 'account' | 'recipient' | 'relay' | 'system' | 'command'
  readonly id?: string | undefined
  /** An address or a name that a person recognises. */
  readonly label?: string | undefined
}

/** A dotted word: what it happened to, then what happened. */
export type AuditAction = `${string}.${string}`

export interface AuditEntry {
  readonly organisationId: OrganisationId
  readonly action: AuditAction
  readonly actor: AuditActor
  readonly subject?: { readonly kind: string; readonly id: string }
  /** Facts only; never a subject line, a phone number in full, a code or content. */
  readonly detail?: Readonly<Record<string, string | number | boolean | null>>
}

/** What other modules see: recording happens in their transaction or not at all. */
export interface AuditRecorder {
  record(tx: Tx, entry: AuditEntry): Promise<void>
  recordAll(tx: Tx, entries: readonly AuditEntry[]): Promise<void>
}

/** Every text as PostgreSQL keeps it: whole characters, no NUL. */
export interface StoredAuditEntry {
  readonly organisation_id: OrganisationId
  readonly id: string
  readonly at: Date
  readonly action: string
  readonly actor_kind: string
  readonly actor_id: string | null
  readonly actor_label: string | null
  readonly subject_kind: string | null
  readonly subject_id: string | null
  readonly detail: Readonly<Record<string, string | number | boolean | null>>
}

/** `mac` is null for what an earlier version wrote. */
export type BoundAuditEntry = StoredAuditEntry & { readonly mac: Buffer | null }

const formatVersion = 1

/** SHA-256 over a canonical JSON array of all fields; the keys of `detail` are sorted. */
export function hashEntry(entry: StoredAuditEntry): Buffer {
  const detail = Object.entries(entry.detail).toSorted(([left], [right]) => (left < right ? -1 : 1))
  const fields = [
    formatVersion,
    entry.organisation_id,
    entry.id,
    entry.at.toISOString(),
    entry.action,
    entry.actor_kind,
    entry.actor_id,
    entry.actor_label,
    entry.subject_kind,
    entry.subject_id,
    detail,
  ]
  return createHash('sha256').update(JSON.stringify(fields)).digest()
}

/** Binds an entry from the moment it is recorded: who can write the database, and lacks the secret, makes and changes none. */
export const bindEntry = (transit: TransitKey, entry: StoredAuditEntry): Buffer =>
  transit.keyedHash('audit.entry', hashEntry(entry).toString('hex'))

export function isBound(transit: TransitKey, entry: BoundAuditEntry): boolean {
  const expected = bindEntry(transit, entry)
  return entry.mac?.length === expected.length && timingSafeEqual(entry.mac, expected)
}

export const chainStart = Buffer.alloc(32)

/**
 * What ties a link to the one before it, its place and the entry: an HMAC under the server secret, so that somebody who
 * owns the database, but not the secret, cannot write the whole chain anew.
 */
export function hashLink(
  transit: TransitKey,
  previous: Buffer,
  link: { readonly sequence: number; readonly entryHash: Buffer },
): Buffer {
  return transit.keyedHash(
    'audit.chain',
    previous.toString('hex'),
    String(link.sequence),
    link.entryHash.toString('hex'),
  )
}
