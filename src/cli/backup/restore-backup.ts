import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import { isDeepStrictEqual } from 'node:util'
import type { PoolClient } from 'pg'
import { AppError } from '../../contract/errors/app-error.ts'
import type { Parts } from '../../main.ts'
import type { BlobStore } from '../../platform/blobs/blob-store.ts'
import type { TransitKey } from '../../platform/transit/transit-key.ts'
import { createArchiveReader, parseJsonEntry, type ArchiveReader } from './archive-reader.ts'
import {
  backupEnd,
  belongsTo,
  contentEntry,
  entryNames,
  isSame,
  jobsEntry,
  namedPack,
  rowsEntry,
  type BackupEnd,
  type BackupStart,
  type EntryProof,
  type NamedPack,
} from './manifest.ts'
import { createRowSink, isEmptyDatabase, type RowSink } from './restore-rows.ts'
import { readAppliedMigrations } from './table-catalog.ts'
import { damagedArchive } from './tar-format.ts'

const dayMs = 86_400_000
/** A content in the database is far smaller. */
const maxRowBytes = 1_000_000

/** Where a backup is read from. */
export interface BackupSource {
  /** Behind its first entries (`start` and perhaps `secret`), which `proof` has gone over. */
  readonly reader: ArchiveReader
  readonly proof: EntryProof
  /** The encrypted bytes of a pack beside the backup. */
  readonly readPack: (id: string) => AsyncIterable<Uint8Array>
  readonly decrypt: (sealed: AsyncIterable<Uint8Array>) => AsyncIterable<Uint8Array>
  /** Hears how far it is. */
  readonly progress: (text: string) => void
}

interface Target {
  readonly rows: RowSink
  readonly blobs: BlobStore
  readonly progress: (text: string) => void
  readonly counts: { contents: number; contentBytes: number }
  /** For undoing. */
  readonly stored: string[]
}

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

const nameIn = (entryName: string): string | undefined => contentEntry.exec(entryName)?.[1]

/** One content, entry after entry, as long as the next entry belongs to it. */
async function* piecesOf(reader: ArchiveReader, name: string): AsyncGenerator<Buffer> {
  for (;;) {
    const entry = await reader.peek()
    if (entry === undefined || nameIn(entry.name) !== name) return
    await reader.next()
    yield entry.content
  }
}

async function* counted(pieces: AsyncIterable<Buffer>, counts: Target['counts']): AsyncGenerator<Buffer> {
  for await (const piece of pieces) {
    counts.contentBytes += piece.length
    yield piece
  }
}

async function takeContent(name: string, pieces: AsyncIterable<Buffer>, to: Target): Promise<void> {
  const [kind, first = '', second = ''] = name.split('/')
  if (kind === 'blob') {
    to.stored.push(first)
    await to.blobs.put(first, Readable.from(counted(pieces, to.counts)))
  } else {
    const held: Buffer[] = []
    let bytes = 0
    for await (const piece of counted(pieces, to.counts)) {
      bytes += piece.length
      if (bytes > maxRowBytes) throw damagedArchive()
      held.push(piece)
    }
    await to.rows.addContent(first, second, Buffer.concat(held))
  }
  to.counts.contents++
  if (to.counts.contents % 1000 === 0) to.progress(`${to.counts.contents} contents`)
}

async function* hashed(stream: AsyncIterable<Uint8Array>, done: (sha256: string) => void): AsyncGenerator<Uint8Array> {
  const hash = createHash('sha256')
  for await (const piece of stream) {
    hash.update(piece)
    yield piece
  }
  done(hash.digest('hex'))
}

/** The contents of one pack, apart from those that did not exist any more. */
async function takePack({ id, sha256, without }: NamedPack, source: BackupSource, to: Target): Promise<void> {
  const gone = new Set(without)
  let found = ''
  const sealed = hashed(source.readPack(id), (hash) => (found = hash))
  const reader = createArchiveReader(source.decrypt(sealed))
  for (;;) {
    const entry = await reader.peek()
    if (entry === undefined) break
    const name = nameIn(entry.name)
    if (name === undefined) throw damagedArchive()
    const pieces = piecesOf(reader, name)
    if (!gone.has(name)) await takeContent(name, pieces, to)
    else for await (const _piece of pieces);
  }
  if (found !== sha256) throw damagedArchive()
}

function packsOf(content: Buffer): readonly NamedPack[] {
  const lines = content.toString('utf8').split('\n')
  try {
    return lines.filter((line) => line !== '').map((line) => namedPack.parse(JSON.parse(line)))
  } catch (error) {
    throw damagedArchive(error)
  }
}

async function takeEntries(source: BackupSource, to: Target): Promise<void> {
  const { reader, proof } = source
  for (;;) {
    const entry = await reader.peek()
    if (entry === undefined || entry.name === entryNames.end) break
    const table = rowsEntry.exec(entry.name)?.[1]
    const content = nameIn(entry.name)
    if (content !== undefined) {
      await takeContent(content, proven(piecesOf(reader, content), content, proof), to)
      continue
    }
    await reader.next()
    proof.add(entry)
    if (table !== undefined) await to.rows.addRows(table, entry.content)
    else if (jobsEntry.test(entry.name)) await to.rows.addJobs(entry.content)
    else if (entry.name === entryNames.packs)
      for (const pack of packsOf(entry.content)) await takePack(pack, source, to)
    else throw damagedArchive()
  }
  await to.rows.flush()
}

async function* proven(pieces: AsyncIterable<Buffer>, name: string, proof: EntryProof): AsyncGenerator<Buffer> {
  let piece = 0
  for await (const content of pieces) {
    piece++
    proof.add({ name: entryNames.content(name, piece), content })
    yield content
  }
}

function requireProof({ proof: given, ...counts }: BackupEnd, proof: EntryProof, transit: TransitKey): void {
  if (!isSame(proof.finish(transit, counts), given)) throw damagedArchive()
}

async function takeAll(
  client: PoolClient,
  source: BackupSource,
  to: Pick<Target, 'blobs' | 'stored'> & { readonly transit: TransitKey },
): Promise<BackupEnd> {
  const rows = await createRowSink(client)
  const counts = { contents: 0, contentBytes: 0 }
  await takeEntries(source, { rows, counts, progress: source.progress, ...to })
  const end = parseJsonEntry(await source.reader.next(), entryNames.end, backupEnd)
  // Nothing follows but the two blocks that end the archive; decryption has seen the end of the file behind them.
  if ((await source.reader.peek()) !== undefined) throw damagedArchive()
  const { proof: _proof, ...expected } = end
  if (!isDeepStrictEqual(expected, { ...rows.counts, ...counts })) throw damagedArchive()
  requireProof(end, source.proof, to.transit)
  return end
}

/**
 * Puts a backup back, all or nothing: rows and jobs in one transaction that commits when the end of the backup was seen,
 * its counts agree and this server's secret vouches for it; contents that were stored are removed again when anything fails.
 */
export async function restoreBackup(parts: Parts, start: BackupStart, source: BackupSource): Promise<BackupEnd> {
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
    const restored = await takeAll(client, source, { blobs: parts.blobs, transit: parts.transit, stored })
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
