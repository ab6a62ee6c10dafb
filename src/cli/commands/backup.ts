import { resolve } from 'node:path'
import type { Command } from 'commander'
import { z } from 'zod'
import { AppError } from '../../contract/errors/app-error.ts'
import { addRun, type AddedRun } from '../backup/add-run.ts'
import { chooseSeal, type Seal } from '../backup/archive-keys.ts'
import { openBackupFolder } from '../backup/backup-folder.ts'
import { writeDurably } from '../backup/durable-file.ts'
import { makeBackup } from '../backup/make-backup.ts'
import { writeTar } from '../backup/tar-format.ts'
import { wholeFile } from '../backup/whole-file.ts'
import { addCommand, type CommandHost } from '../define-command.ts'
import { withParts } from '../open-parts.ts'
import { showProgress, type Shell } from '../shell.ts'
import type { Answer } from '../answer.ts'

const input = z.object({
  output: z.string().optional(),
  into: z.string().optional(),
  to: z
    .string()
    .transform((text) => text.split(/[\s,]+/).filter((word) => word !== ''))
    .optional(),
  passphraseFile: z.string().optional(),
  withSecret: z.boolean().default(false),
  keepDays: z.coerce.number().int().min(1).max(36_500).nullable().default(null),
  check: z.boolean().default(false),
})
type Input = z.output<typeof input>

interface Asked extends Input {
  readonly seal: Seal
  readonly shell: Shell
}

const sumOf = (tables: Readonly<Record<string, number>>) => Object.values(tables).reduce((sum, count) => sum + count, 0)

const aboutSecret = (withSecret: boolean, secretFile: string) =>
  withSecret
    ? 'The secret file is inside: whoever opens the backup has the server’s half of everything.'
    : `Keep ${secretFile} elsewhere as well: a restore needs it, and it is not in the backup.`

async function writeFile(output: string, { seal, withSecret, shell }: Asked): Promise<Answer> {
  const path = resolve(output)
  const progress = (text: string) => showProgress(shell, text)
  return withParts(shell, async (parts) => {
    const options = { madeAt: parts.clock.now().toISOString(), withSecret, progress }
    const { entries, counts } = makeBackup(parts, options, wholeFile(progress))
    const { bytes } = await writeDurably(path, await seal(writeTar(entries)))
    const { tables, contents, jobs } = counts()
    const rows = sumOf(tables)
    return {
      data: { file: path, bytes, rows, contents, jobs, withSecret },
      text: [
        `Wrote ${path}: ${rows} rows, ${contents} contents, ${bytes} bytes, encrypted.`,
        aboutSecret(withSecret, parts.config.secretFile),
      ].join('\n'),
    }
  })
}

/** What a run found damaged makes the command fail, although the backup it made is whole. */
function problemOf({ damaged }: AddedRun): string | undefined {
  if (damaged.length === 0) return undefined
  return `this backup is whole, but earlier ones cannot be restored completely: changed were packs/${damaged.join(', packs/')}`
}

async function writeRun(into: string, { seal, withSecret, keepDays, check, shell }: Asked): Promise<Answer> {
  const path = resolve(into)
  return withParts(shell, async (parts) => {
    const folder = await openBackupFolder(path, parts.transit)
    const madeAt = parts.clock.now().toISOString()
    const progress = (text: string) => showProgress(shell, text)
    const run = await addRun(parts, { folder, seal, madeAt, withSecret, keepDays, check, progress })
    const { tables, contents, jobs, added, bytes, removed, damaged } = run
    const rows = sumOf(tables)
    return {
      data: { folder: path, madeAt, bytes, rows, contents, jobs, added, removed, damaged, withSecret },
      text: [
        `Backup of ${madeAt} in ${path}: ${rows} rows, ${contents} contents, ${added.contents} of them new (${added.contentBytes} bytes), encrypted.`,
        ...(removed.length > 0 ? [`Removed ${removed.length} older backups.`] : []),
        aboutSecret(withSecret, parts.config.secretFile),
      ].join('\n'),
      problem: problemOf(run),
    }
  })
}

async function backup(given: Input, shell: Shell): Promise<Answer> {
  const { output, into, to, passphraseFile, keepDays, check } = given
  if ((output === undefined) === (into === undefined))
    throw new AppError('invalid', 'backup.one-place', 'give exactly one of --output FILE and --into FOLDER')
  if (into === undefined && (keepDays !== null || check))
    throw new AppError('invalid', 'backup.one-place', '--keep-days and --check go with --into FOLDER')
  const asked = { ...given, shell, seal: await chooseSeal({ to, passphraseFile }, shell) }
  return into === undefined ? writeFile(output ?? '', asked) : writeRun(into, asked)
}

/** Adds `backup`. */
export function addBackupCommand(program: Command, host: CommandHost): void {
  addCommand(program, host, {
    path: 'backup',
    summary: 'write everything as one moment saw it, encrypted, while the server runs or not',
    options: [
      { flags: '--output <file>', describe: 'all of it into one file, which does not exist yet' },
      { flags: '--into <folder>', describe: 'into a folder of backups, which share what has not changed' },
      { flags: '--to <recipients>', describe: 'age recipients (age1…, age1pq1…), separated by commas' },
      {
        flags: '--passphrase-file <file>',
        describe: 'or a passphrase: the first line of this file; - reads standard input',
      },
      { flags: '--with-secret', describe: 'put the secret file in as well' },
      { flags: '--keep-days <days>', describe: 'remove older backups from the folder, never the last one' },
      { flags: '--check', describe: 'read everything in the folder again, and say what was changed' },
    ],
    input,
    run: backup,
  })
}
