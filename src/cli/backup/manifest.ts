import { timingSafeEqual } from 'node:crypto'
import { z } from 'zod'
import type { TransitKey } from '../../platform/transit/transit-key.ts'

/** Names of the entries, in the order in which they stand in a backup. */
export const entryNames = {
  start: 'sealpost-backup.json',
  secret: 'secret',
  rows: (table: string, piece: number) => `tables/${table}/${String(piece).padStart(6, '0')}.jsonl`,
  jobs: (piece: number) => `jobs/${String(piece).padStart(6, '0')}.jsonl`,
  blob: (id: string, piece: number) => `blobs/${id}/${String(piece).padStart(6, '0')}`,
  end: 'complete.json',
} as const

export const rowsEntry = /^tables\/([a-z0-9_]+)\/\d{6}\.jsonl$/
export const jobsEntry = /^jobs\/\d{6}\.jsonl$/
export const blobEntry = /^blobs\/([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})\/\d{6}$/

const migration = z.object({ module: z.string(), name: z.string(), checksum: z.string() })
export type AppliedMigration = z.output<typeof migration>

/** What stands first: enough to refuse a restore before anything is changed. */
export const backupStart = z.object({
  format: z.literal(1),
  madeAt: z.iso.datetime(),
  migrations: z.array(migration),
  /** Tells whether a secret file is the one that belongs to this backup, and nothing else about it. */
  secretCheck: z.string(),
})
export type BackupStart = z.output<typeof backupStart>

/** What stands last: a backup without it, or with other counts, is not restored. */
export const backupEnd = z.object({
  tables: z.record(z.string(), z.number().int()),
  jobs: z.number().int(),
  blobs: z.number().int(),
  blobBytes: z.number().int(),
})
export type BackupEnd = z.output<typeof backupEnd>

export const secretCheckOf = (transit: TransitKey, madeAt: string): string =>
  transit.keyedHash('backup.secret-check', madeAt).toString('base64url')

export function belongsTo(transit: TransitKey, { madeAt, secretCheck }: BackupStart): boolean {
  const expected = Buffer.from(secretCheckOf(transit, madeAt))
  const given = Buffer.from(secretCheck)
  return expected.length === given.length && timingSafeEqual(expected, given)
}
