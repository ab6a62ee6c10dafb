import { mkdir, open, readFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { AppError } from '../../contract/errors/app-error.ts'

async function readIfThere(path: string): Promise<string | undefined> {
  return readFile(path, 'utf8').catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  })
}

async function writeSecret(path: string, content: Buffer): Promise<void> {
  await mkdir(dirname(path), { recursive: true })
  const file = await open(path, 'wx', 0o600)
  await file.writeFile(content)
  await file.sync()
  await file.close()
}

/**
 * Sees to it that a secret file is in place before the database is opened: the one in the backup, if it has one, or the
 * one that the administrator kept. Never replaces a file.
 */
export async function restoreSecret(path: string, fromBackup: Buffer | undefined): Promise<void> {
  const present = await readIfThere(path)
  if (present === undefined && fromBackup === undefined)
    throw new AppError(
      'invalid',
      'backup.secret-missing',
      `the backup does not hold the secret file: put the one you kept at ${path} (chmod 600) and restore again`,
    )
  if (present === undefined && fromBackup !== undefined) await writeSecret(path, fromBackup)
  if (present !== undefined && fromBackup !== undefined && present.trim() !== fromBackup.toString('utf8').trim())
    throw new AppError('refused', 'backup.other-secret', `${path} exists and is not the secret file of this backup`)
}
