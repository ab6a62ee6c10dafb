/**
 * Contents: ciphertext that never changes under its identifier, as files of the blob store or as rows of
 * one table. A backup carries each once.
 */
import type { ClientBase } from 'pg'
import { isAppError } from '../../lib/errors/app-error.ts'
import type { BlobStore } from '../../platform/blobs/blob-store.ts'
import type { ContentName } from './manifest.ts'
import { contentTable } from './table-catalog.ts'

export interface StoredContent {
  readonly name: ContentName
  /**
   * What it holds, in pieces of at most `pieceBytes`, at least one; undefined when it was removed meanwhile. A piece is
   * valid until the next one, of this content or the next, is asked for.
   */
  readonly open: () => Promise<AsyncIterable<Buffer> | undefined>
}

const pieceBytes = 1_000_000
const dayMs = 86_400_000
const listedAtOnce = 2000
/** Rows are at most some 70 kB. */
const readAtOnce = 100

async function openBlob(blobs: BlobStore, id: string, buffer: Buffer): Promise<AsyncIterable<Buffer> | undefined> {
  return blobs.read(id, buffer).catch((error: unknown) => {
    if (isAppError(error, 'blobs.missing')) return undefined
    throw error
  })
}

/**
 * Every content of the blob store. The rows were read before, so no content that they name is younger than the list; one
 * that was removed meanwhile, because a message expired, is gone when it is opened.
 */
export async function* listBlobs(blobs: BlobStore, now: Date): AsyncGenerator<StoredContent> {
  const buffer = Buffer.allocUnsafeSlow(pieceBytes)
  for await (const id of blobs.listOlderThan(new Date(now.getTime() + dayMs)))
    yield { name: `blob/${id}`, open: () => openBlob(blobs, id, buffer) }
}

/** The table whose rows are contents, for a statement. */
export const contentRows = (client: ClientBase) => `sealpost.${client.escapeIdentifier(contentTable)}`

interface RowName {
  readonly organisation_id: string
  readonly id: string
}

async function readRows(client: ClientBase, names: readonly RowName[]): Promise<ReadonlyMap<string, Buffer>> {
  const { rows } = await client.query<{ id: string; sealed: Buffer }>(
    `select c.id, c.sealed from ${contentRows(client)} c
     join unnest($1::uuid[], $2::uuid[]) as wanted (organisation_id, id)
       on c.organisation_id = wanted.organisation_id and c.id = wanted.id`,
    [names.map((name) => name.organisation_id), names.map((name) => name.id)],
  )
  return new Map(rows.map(({ id, sealed }) => [id, sealed]))
}

/** Every content in the database that `isWanted`, as the caller's snapshot transaction sees them; read a few at a time. */
export async function* listRows(
  client: ClientBase,
  isWanted: (name: ContentName) => boolean,
): AsyncGenerator<StoredContent> {
  await client.query(
    `declare backup_contents no scroll cursor for select organisation_id, id from ${contentRows(client)}`,
  )
  for (;;) {
    const { rows } = await client.query<RowName>(`fetch ${listedAtOnce} from backup_contents`)
    if (rows.length === 0) break
    const wanted = rows.filter((row) => isWanted(nameOfRow(row)))
    for (let at = 0; at < wanted.length; at += readAtOnce) {
      const some = wanted.slice(at, at + readAtOnce)
      const found = await readRows(client, some)
      for (const row of some) {
        const sealed = found.get(row.id)
        yield { name: nameOfRow(row), open: async () => (sealed === undefined ? undefined : onePiece(sealed)) }
      }
    }
  }
  await client.query('close backup_contents')
}

const nameOfRow = (row: RowName): ContentName => `row/${row.organisation_id}/${row.id}`

async function* onePiece(piece: Buffer): AsyncGenerator<Buffer> {
  yield piece
}
