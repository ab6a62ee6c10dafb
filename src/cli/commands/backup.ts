import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { open, rename, rm, type FileHandle } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import type { Command } from 'commander'
import { z } from 'zod'
import { AppError } from '../../contract/errors/app-error.ts'
import { chooseSeal } from '../backup/archive-keys.ts'
import { makeBackup } from '../backup/make-backup.ts'
import { writeTar } from '../backup/tar-format.ts'
import { addCommand, type PrintAnswer } from '../define-command.ts'
import { withParts } from '../open-parts.ts'

const input = z.object({
  output: z.string(),
  to: z
    .string()
    .transform((text) => text.split(/[\s,]+/).filter((word) => word !== ''))
    .optional(),
  passphraseFile: z.string().optional(),
  withSecret: z.boolean().default(false),
})

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder)
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** Under a temporary name until it is whole and on disk; never over a file that exists. Returns its size. */
async function writeDurably(path: string, write: (file: FileHandle) => Promise<void>): Promise<number> {
  if (existsSync(path)) throw new AppError('refused', 'backup.exists', `${path} exists already`)
  const temporary = `${path}.${randomBytes(4).toString('hex')}.part`
  const file = await open(temporary, 'wx', 0o600)
  try {
    await write(file)
    await file.sync()
    const { size } = await file.stat()
    await rename(temporary, path)
    await syncFolder(dirname(path))
    return size
  } catch (error) {
    await rm(temporary, { force: true })
    throw error
  } finally {
    await file.close()
  }
}

async function backup({ output, to, passphraseFile, withSecret }: z.output<typeof input>) {
  const seal = await chooseSeal({ to, passphraseFile })
  const path = resolve(output)
  return withParts(async (parts) => {
    const { entries, counts } = makeBackup(parts, { withSecret })
    const bytes = await writeDurably(path, async (file) => file.writeFile(await seal(writeTar(entries))))
    const rows = Object.values(counts.tables).reduce((sum, count) => sum + count, 0)
    return {
      data: { file: path, bytes, rows, contents: counts.blobs, jobs: counts.jobs, withSecret },
      text: [
        `Wrote ${path}: ${rows} rows, ${counts.blobs} contents, ${bytes} bytes, encrypted.`,
        withSecret
          ? 'The secret file is inside: whoever opens the backup has the server’s half of everything.'
          : `Keep ${parts.config.secretFile} elsewhere as well: a restore needs it, and it is not in the backup.`,
      ].join('\n'),
    }
  })
}

/** Adds `backup`. */
export function addBackupCommand(program: Command, print: PrintAnswer): void {
  addCommand(program, print, {
    path: 'backup',
    summary: 'write everything as one moment saw it into one encrypted file, while the server runs or not',
    options: [
      { flags: '--output <file>', describe: 'a file that does not exist yet', isRequired: true },
      { flags: '--to <recipients>', describe: 'age recipients (age1…, age1pq1…), separated by commas' },
      {
        flags: '--passphrase-file <file>',
        describe: 'or a passphrase: the first line of this file; - reads standard input',
      },
      { flags: '--with-secret', describe: 'put the secret file in as well' },
    ],
    input,
    run: backup,
  })
}
