import { hash } from 'node:crypto'
import { AppError } from '../../contract/errors/app-error.ts'
import { zipCheckFailure } from './check-failure.ts'
import { openEntry } from './open-entry.ts'
import { readDirectory, type FoundEntry } from './read-directory.ts'
import { forgetSlowKeys } from './slow-key.ts'

export interface ExpectedEntry {
  readonly name: string
  readonly sha256: Uint8Array
  readonly size: number
}

export interface ZipExpectation {
  readonly password: string
  /** All entries, in their order. */
  readonly expected: readonly ExpectedEntry[]
}

/**
 * Opens a finished archive as its recipient would, with a reader that has nothing of the writer but PBKDF2, and throws
 * `packaging.zip-check-failed` unless it holds the expected entries and nothing else, each of them encrypted, and opens with
 * the password. That this one fits says that no other does; wrong ones are tried in tests and not on every file.
 */
export function checkZip(archive: Uint8Array, { password, expected }: ZipExpectation): void {
  try {
    const bytes = Buffer.from(archive.buffer, archive.byteOffset, archive.length)
    const found = readDirectory(bytes)
    if (found.length !== expected.length) throw zipCheckFailure('it has another number of entries')
    for (const [index, entry] of found.entries()) checkEntry(entry, expected[index], password)
  } catch (error) {
    if (error instanceof AppError) throw error
    throw zipCheckFailure('it cannot be read', error)
  } finally {
    forgetSlowKeys()
  }
}

function checkEntry(entry: FoundEntry, wanted: ExpectedEntry | undefined, password: string): void {
  if (entry.name !== wanted?.name) throw zipCheckFailure('an entry has another name')
  if (entry.bytes !== wanted.size) throw zipCheckFailure('an entry has another size')
  const content = openEntry(entry, password)
  if (content === null) throw zipCheckFailure('the password does not open it')
  if (content.length !== wanted.size) throw zipCheckFailure('an entry has another size than it says')
  if (!hash('sha256', content, 'buffer').equals(wanted.sha256)) throw zipCheckFailure('an entry has another content')
}
