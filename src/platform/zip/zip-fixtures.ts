/** What the tests of the archive need: a written archive as one piece, and what its check is told. */
import { createHash } from 'node:crypto'
import { buffer } from 'node:stream/consumers'
import type { ExpectedEntry } from './check-zip.ts'
import { writeZip } from './write-zip.ts'
import type { ZipEntry, ZipOptions } from './zip-entry.ts'

export const testPassword = 'abcd-efgh-ijkm-2345'

export interface PlainEntry {
  readonly name: string
  readonly content: Uint8Array
  /** Given to the writer in pieces of this size, as a stream. */
  readonly pieceBytes?: number
}

export async function archiveOf(
  entries: readonly PlainEntry[],
  options: Partial<ZipOptions> = {},
): Promise<{ readonly archive: Buffer; readonly expected: readonly ExpectedEntry[] }> {
  const archive = await buffer(writeZip(entries.map(zipEntry), { password: testPassword, ...options }))
  return { archive, expected: entries.map(expectedOf) }
}

const zipEntry = ({ name, content, pieceBytes }: PlainEntry): ZipEntry => ({
  name,
  content: pieceBytes === undefined ? content : inPieces(content, pieceBytes),
  modified: new Date('2026-05-04T10:20:30Z'),
})

const expectedOf = ({ name, content }: PlainEntry): ExpectedEntry => ({
  name,
  size: content.length,
  sha256: createHash('sha256').update(content).digest(),
})

async function* inPieces(content: Uint8Array, bytes: number): AsyncGenerator<Uint8Array> {
  for (let start = 0; start < content.length; start += bytes) yield content.subarray(start, start + bytes)
}
