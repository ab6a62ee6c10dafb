import { createHash, timingSafeEqual, type Hash } from 'node:crypto'
import { z } from 'zod'
import type { TransitKey } from '../../platform/transit/transit-key.ts'
import type { ArchiveEntry } from './tar-format.ts'

/** `blob/ID` or `row/ORGANISATION/ID`; UUIDs. */
export type ContentName = string

const pieceNumber = (piece: number) => String(piece).padStart(6, '0')

/** Names of the entries, in the order in which they stand in a backup. Packs hold entries of contents only. */
export const entryNames = {
  start: 'sealpost-backup.json',
  secret: 'secret',
  rows: (table: string, piece: number) => `tables/${table}/${pieceNumber(piece)}.jsonl`,
  jobs: (piece: number) => `jobs/${pieceNumber(piece)}.jsonl`,
  content: (name: ContentName, piece: number) => `${name}/${pieceNumber(piece)}`,
  packs: 'packs.jsonl',
  end: 'complete.json',
} as const

export const rowsEntry = /^tables\/([a-z0-9_]+)\/\d{6}\.jsonl$/
export const jobsEntry = /^jobs\/\d{6}\.jsonl$/
/** `blob/UUID` or `row/UUID/UUID`, and the number of the piece. */
export const contentEntry =
  /^((?:blob|row\/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\/\d{6}$/

const migration = z.object({ module: z.string(), name: z.string(), checksum: z.string() })
export type AppliedMigration = z.output<typeof migration>

/** What stands first: enough to refuse a restore before anything is changed. */
export const backupStart = z.object({
  format: z.literal(2),
  madeAt: z.iso.datetime(),
  migrations: z.array(migration),
  /** Tells whether a secret file is the one that belongs to this backup, and nothing else about it. */
  secretCheck: z.string(),
})
export type BackupStart = z.output<typeof backupStart>

/** A file of contents that a backup in a folder names; most of them were written by earlier runs. */
export const namedPack = z.object({
  id: z.uuid(),
  /** Of the encrypted file, hexadecimal. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  /** What it holds and did not exist any more when the backup was made. */
  without: z.array(z.string()),
})
export type NamedPack = z.output<typeof namedPack>

/** What stands last: a backup without it, with other counts or without the proof of this server's secret is not restored. */
export const backupEnd = z.object({
  tables: z.record(z.string(), z.number().int()),
  jobs: z.number().int(),
  contents: z.number().int(),
  contentBytes: z.number().int(),
  proof: z.string(),
})
export type BackupEnd = z.output<typeof backupEnd>
export type BackupCounts = Omit<BackupEnd, 'proof'>

/** Goes over every entry in front of the last: whoever can write to where backups lie cannot make one that is taken. */
export class EntryProof {
  readonly #hash: Hash = createHash('sha256')

  add({ name, content }: ArchiveEntry): void {
    this.#hash.update(`${Buffer.byteLength(name)}:${name}${content.length}:`).update(content)
  }

  /** Over the counts too; nothing can be added afterwards. */
  finish(transit: TransitKey, counts: BackupCounts): string {
    const { tables, jobs, contents, contentBytes } = counts
    const sorted = Object.entries(tables).toSorted(([a], [b]) => (a < b ? -1 : 1))
    const counted = JSON.stringify({ tables: sorted, jobs, contents, contentBytes })
    return transit.keyedHash('backup.proof', this.#hash.digest('hex'), counted).toString('base64url')
  }
}

export function isSame(expected: string, given: string): boolean {
  const [a, b] = [Buffer.from(expected), Buffer.from(given)]
  return a.length === b.length && timingSafeEqual(a, b)
}

export const secretCheckOf = (transit: TransitKey, madeAt: string): string =>
  transit.keyedHash('backup.secret-check', madeAt).toString('base64url')

export const belongsTo = (transit: TransitKey, { madeAt, secretCheck }: BackupStart): boolean =>
  isSame(secretCheckOf(transit, madeAt), secretCheck)
