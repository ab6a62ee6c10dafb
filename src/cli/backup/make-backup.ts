import { readFile } from 'node:fs/promises'
import type { PoolClient } from 'pg'
import type { Parts } from '../../main.ts'
import { listBlobs, listRows, type StoredContent } from './contents.ts'
import { dumpDatabase } from './dump-database.ts'
import {
  entryNames,
  EntryProof,
  secretCheckOf,
  type BackupCounts,
  type ContentName,
  type BackupStart,
} from './manifest.ts'
import { readAppliedMigrations } from './table-catalog.ts'
import type { ArchiveEntry } from './tar-format.ts'

/** One moment of the whole database, whatever is written meanwhile. */
const snapshot = `
  begin isolation level repeatable read read only;
  set local statement_timeout = 0;
  set local idle_in_transaction_session_timeout = 0`

/** Where the contents of a backup go: into the same archive, or elsewhere with a list of where they are. */
export interface ContentSink {
  /** Whether a content has to be read. */
  isWanted(name: ContentName): boolean
  /** Takes what is wanted; gives what is to stand in the archive. */
  take(contents: AsyncIterable<StoredContent>): AsyncIterable<ArchiveEntry>
  /** Once everything was taken. */
  finish(): readonly ArchiveEntry[]
  readonly counts: { readonly contents: number; readonly contentBytes: number }
}

export interface BackupContent {
  /** Read once, to the end. */
  readonly entries: AsyncIterable<ArchiveEntry>
  /** Complete when the entries have been read. */
  readonly counts: () => BackupCounts
}

export interface BackupOptions {
  readonly madeAt: string
  readonly withSecret: boolean
  /** Hears how far it is. */
  readonly progress: (text: string) => void
}

export function jsonEntry(name: string, value: unknown): ArchiveEntry {
  return { name, content: Buffer.from(`${JSON.stringify(value, null, 2)}\n`) }
}

/** The entries of a backup: first the rows, as one moment saw them, then the contents, then the counts and the proof. */
export function makeBackup(parts: Parts, options: BackupOptions, sink: ContentSink): BackupContent {
  const rowCounts = { tables: {}, jobs: 0 }
  const counts = (): BackupCounts => ({ ...rowCounts, ...sink.counts })

  async function* wanted(contents: AsyncIterable<StoredContent>) {
    for await (const content of contents) if (sink.isWanted(content.name)) yield content
  }
  async function* fromDatabase(client: PoolClient) {
    const { madeAt, withSecret, progress } = options
    const migrations = await readAppliedMigrations(client)
    const start: BackupStart = { format: 2, madeAt, migrations, secretCheck: secretCheckOf(parts.transit, madeAt) }
    yield jsonEntry(entryNames.start, start)
    if (withSecret) yield { name: entryNames.secret, content: await readFile(parts.config.secretFile) }
    yield* dumpDatabase(client, rowCounts, progress)
    yield* sink.take(listRows(client, (name) => sink.isWanted(name)))
  }
  async function* everything() {
    const client = await parts.database.ownerPool.connect()
    try {
      await client.query(snapshot)
      yield* fromDatabase(client)
    } finally {
      await client.query('rollback').catch(() => undefined)
      client.release()
    }
    yield* sink.take(wanted(listBlobs(parts.blobs, parts.clock.now())))
    yield* sink.finish()
  }
  async function* proven() {
    const proof = new EntryProof()
    for await (const entry of everything()) {
      proof.add(entry)
      yield entry
    }
    yield jsonEntry(entryNames.end, { ...counts(), proof: proof.finish(parts.transit, counts()) })
  }
  return { entries: proven(), counts }
}
