import { readFile } from 'node:fs/promises'
import type { Parts } from '../../main.ts'
import { showProgress } from '../show-progress.ts'
import { dumpBlobs } from './dump-blobs.ts'
import { dumpDatabase } from './dump-database.ts'
import { entryNames, secretCheckOf, type BackupEnd, type BackupStart } from './manifest.ts'
import { readAppliedMigrations } from './table-catalog.ts'
import type { ArchiveEntry } from './tar-format.ts'

const jsonEntry = (name: string, value: unknown): ArchiveEntry => ({
  name,
  content: Buffer.from(`${JSON.stringify(value, null, 2)}\n`),
})

/** One moment of the whole database, whatever is written meanwhile. */
const snapshot = `
  begin isolation level repeatable read read only;
  set local statement_timeout = 0;
  set local idle_in_transaction_session_timeout = 0`

async function* databaseEntries(parts: Parts, counts: BackupEnd & { jobs: number }, withSecret: boolean) {
  const client = await parts.database.ownerPool.connect()
  try {
    await client.query(snapshot)
    const madeAt = parts.clock.now().toISOString()
    const start: BackupStart = {
      format: 1,
      madeAt,
      migrations: await readAppliedMigrations(client),
      secretCheck: secretCheckOf(parts.transit, madeAt),
    }
    yield jsonEntry(entryNames.start, start)
    if (withSecret) yield { name: entryNames.secret, content: await readFile(parts.config.secretFile) }
    yield* dumpDatabase(client, counts, showProgress)
    await client.query('commit')
  } finally {
    client.release()
  }
}

export interface BackupContent {
  /** Read once, to the end. */
  readonly entries: AsyncIterable<ArchiveEntry>
  /** Complete when the entries have been read. */
  readonly counts: BackupEnd
}

/** The entries of a backup: first the rows, as one moment saw them, then the contents, then the counts. */
export function makeBackup(parts: Parts, { withSecret }: { readonly withSecret: boolean }): BackupContent {
  const counts = { tables: {}, jobs: 0, blobs: 0, blobBytes: 0 }
  async function* entries() {
    yield* databaseEntries(parts, counts, withSecret)
    yield* dumpBlobs(parts.blobs, { counts, now: parts.clock.now(), progress: showProgress })
    yield jsonEntry(entryNames.end, counts)
  }
  return { entries: entries(), counts }
}
