import { Readable } from 'node:stream'
import { isDeepStrictEqual } from 'node:util'
import type { PoolClient } from 'pg'
import { AppError } from '../../contract/errors/app-error.ts'
import type { Parts } from '../../main.ts'
import type { BlobStore } from '../../platform/blobs/blob-store.ts'
import { showProgress } from '../show-progress.ts'
import { readJsonEntry, type ArchiveReader } from './archive-reader.ts'
import type { BlobCounts } from './dump-blobs.ts'
import {
  backupEnd,
  belongsTo,
  blobEntry,
  entryNames,
  jobsEntry,
  rowsEntry,
  type BackupEnd,
  type BackupStart,
} from './manifest.ts'
import { createRowSink, isEmptyDatabase, type RowSink } from './restore-rows.ts'
import { readAppliedMigrations } from './table-catalog.ts'
import { damagedArchive } from './tar-format.ts'

const dayMs = 86_400_000

async function hasBlobs(blobs: BlobStore, now: Date): Promise<boolean> {
  for await (const _id of blobs.listOlderThan(new Date(now.getTime() + dayMs))) return true
  return false
}

/** Nothing that exists is ever mixed with what is restored. */
async function requireEmpty(parts: Parts, client: PoolClient): Promise<void> {
  const refuse = (text: string) => new AppError('refused', 'backup.not-empty', text)
  if (await parts.database.isShared()) throw refuse('stop the server before a restore')
  if (!(await isEmptyDatabase(client)))
    throw refuse('the database is not empty; restore into a new data folder or database')
  if (await hasBlobs(parts.blobs, parts.clock.now()))
    throw refuse(`${parts.config.blobsDir} is not empty; restore into a new data folder`)
}

async function requireSameVersion(client: PoolClient, start: BackupStart): Promise<void> {
  if (isDeepStrictEqual(await readAppliedMigrations(client), start.migrations)) return
  throw new AppError(
    'invalid',
    'backup.other-version',
    'the backup was made by another version: restore it with that version, then upgrade',
  )
}

/** One content, entry after entry, as long as the next entry belongs to it. */
async function* contentOf(reader: ArchiveReader, id: string, counts: BlobCounts): AsyncGenerator<Buffer> {
  for (;;) {
    const entry = await reader.peek()
    if (entry === undefined || blobEntry.exec(entry.name)?.[1] !== id) return
    await reader.next()
    counts.blobBytes += entry.content.length
    yield entry.content
  }
}

interface Target {
  readonly rows: RowSink
  readonly blobs: BlobStore
  readonly counts: BlobCounts
  /** For undoing. */
  readonly stored: string[]
}

async function takeEntries(reader: ArchiveReader, { rows, blobs, counts, stored }: Target): Promise<void> {
  for (;;) {
    const entry = await reader.peek()
    if (entry === undefined || entry.name === entryNames.end) return
    const table = rowsEntry.exec(entry.name)?.[1]
    const blobId = blobEntry.exec(entry.name)?.[1]
    if (blobId !== undefined) {
      stored.push(blobId)
      await blobs.put(blobId, Readable.from(contentOf(reader, blobId, counts)))
      counts.blobs++
      if (counts.blobs % 100 === 0) showProgress(`${counts.blobs} contents`)
      continue
    }
    await reader.next()
    if (table !== undefined) await rows.addRows(table, entry.content)
    else if (jobsEntry.test(entry.name)) await rows.addJobs(entry.content)
    else throw damagedArchive()
  }
}

async function takeAll(
  client: PoolClient,
  reader: ArchiveReader,
  to: Pick<Target, 'blobs' | 'stored'>,
): Promise<BackupEnd> {
  const rows = await createRowSink(client)
  const counts = { blobs: 0, blobBytes: 0 }
  await takeEntries(reader, { rows, counts, ...to })
  const end = await readJsonEntry(reader, entryNames.end, backupEnd)
  // Nothing follows but the two blocks that end the archive; decryption has seen the end of the file behind them.
  if ((await reader.peek()) !== undefined) throw damagedArchive()
  await reader.finish()
  if (!isDeepStrictEqual(end, { ...rows.counts, ...counts })) throw damagedArchive()
  return end
}

/**
 * Puts a backup back, all or nothing: rows and jobs in one transaction that commits when the end of the backup was seen
 * and its counts agree; contents that were stored are removed again when anything fails.
 */
export async function restoreBackup(parts: Parts, start: BackupStart, reader: ArchiveReader): Promise<BackupEnd> {
  if (!belongsTo(parts.transit, start))
    throw new AppError(
      'refused',
      'backup.other-secret',
      `${parts.config.secretFile} is not the secret file that belongs to this backup; put that one there first`,
    )
  const stored: string[] = []
  const client = await parts.database.ownerPool.connect()
  try {
    await client.query('begin; set local statement_timeout = 0; set local idle_in_transaction_session_timeout = 0')
    await requireEmpty(parts, client)
    await requireSameVersion(client, start)
    const restored = await takeAll(client, reader, { blobs: parts.blobs, stored })
    await client.query('commit')
    return restored
  } catch (error) {
    await client.query('rollback').catch(() => undefined)
    for (const id of stored) await parts.blobs.remove(id)
    throw error
  } finally {
    client.release()
  }
}
