import { createReadStream } from 'node:fs'
import { access } from 'node:fs/promises'
import type { Command } from 'commander'
import { z } from 'zod'
import { AppError } from '../../contract/errors/app-error.ts'
import type { OrganisationId } from '../../lib/id/identifiers.ts'
import type { Parts } from '../../main.ts'
import { loadConfig } from '../../platform/config/load-config.ts'
import { chooseOpen } from '../backup/archive-keys.ts'
import { createArchiveReader, parseJsonEntry } from '../backup/archive-reader.ts'
import { openBackupFolder, timeOfRun } from '../backup/backup-folder.ts'
import { backupStart, entryNames, EntryProof } from '../backup/manifest.ts'
import { restoreBackup, type BackupSource } from '../backup/restore-backup.ts'
import { restoreSecret } from '../backup/restore-secret.ts'
import { damagedArchive } from '../backup/tar-format.ts'
import { addCommand, type CommandHost } from '../define-command.ts'
import { commandActor } from '../find-organisation.ts'
import { withParts } from '../open-parts.ts'
import { showProgress, type Shell } from '../shell.ts'

const input = z.object({
  input: z.string().optional(),
  from: z.string().optional(),
  at: z
    .string()
    .transform((text) => new Date(text))
    .refine((time) => !Number.isNaN(time.getTime()), 'a moment is written 2026-11-30T14:00:00+01:00')
    .optional(),
  identityFile: z.string().optional(),
  passphraseFile: z.string().optional(),
})

const lostText = (links: number) =>
  links === 0
    ? ''
    : ` ${links} links need a new one from their senders, because a backup holds no keys of links (docs/operating/backup.md).`

interface Place extends Pick<BackupSource, 'readPack'> {
  readonly sealed: AsyncIterable<Uint8Array>
}

const noPacks = () => {
  throw damagedArchive()
}

/** One file, or the run of a folder that was made last (at or before a moment). */
async function findBackup({ input: file, from, at }: z.output<typeof input>): Promise<Place> {
  if ((file === undefined) === (from === undefined))
    throw new AppError('invalid', 'backup.one-place', 'give exactly one of --input FILE and --from FOLDER')
  if (file !== undefined) {
    if (at !== undefined) throw new AppError('invalid', 'backup.one-place', '--at goes with --from FOLDER')
    await access(file)
    return { sealed: createReadStream(file), readPack: noPacks }
  }
  const path = from ?? ''
  await access(path)
  const folder = await openBackupFolder(path, undefined)
  const run = await folder.runAt(at)
  if (run !== undefined) return { sealed: folder.open('runs', run), readPack: (id) => folder.open('packs', id) }
  const [oldest] = await folder.runs()
  const what = oldest === undefined ? 'holds no backup' : `holds none of before ${timeOfRun(oldest).toISOString()}`
  throw new AppError('not-found', 'backup.no-run', `${path} ${what}`)
}

/** What stands first decides whether anything is touched at all. */
async function restoreFrom({ sealed, ...source }: Place & Pick<BackupSource, 'decrypt'>, shell: Shell) {
  const reader = createArchiveReader(source.decrypt(sealed))
  const proof = new EntryProof()
  const first = await reader.next()
  const start = parseJsonEntry(first, entryNames.start, backupStart)
  const second = await reader.peek()
  const secret = second?.name === entryNames.secret ? second.content : undefined
  if (secret !== undefined) await reader.next()
  for (const entry of [first, secret === undefined ? undefined : second]) if (entry !== undefined) proof.add(entry)
  await restoreSecret(loadConfig(shell.environment).secretFile, secret)
  return withParts(shell, async (parts) => {
    const progress = (text: string) => showProgress(shell, text)
    const end = await restoreBackup(parts, start, { ...source, reader, proof, progress })
    const ids = await parts.directory.organisationIds()
    const cut = await recordRestore(parts, ids, start.madeAt)
    const verdicts = await Promise.all(ids.map((id) => parts.audit.verify(id)))
    const links = await parts.sealing.findLostAccess()
    const damaged = verdicts.filter(({ intact }) => !intact)
    const rows = Object.values(end.tables).reduce((sum, count) => sum + count, 0)
    return {
      data: {
        madeAt: start.madeAt,
        rows,
        contents: end.contents,
        jobs: end.jobs,
        lostLinks: links,
        auditIntact: damaged.length === 0,
        auditCut: cut,
      },
      text: [
        `Restored what was saved at ${start.madeAt}: ${rows} rows, ${end.contents} contents. The audit log was verified.${lostText(links)}`,
        ...(cut > 0
          ? [`The log of ${cut} organisations had gone further than the backup; that is recorded in it.`]
          : []),
      ].join('\n'),
      problem:
        damaged.length === 0 ? undefined : `restored, but the audit log was damaged already when the backup was made`,
    }
  })
}

/**
 * The restore is an entry of each organisation's log. Where this data folder knew a longer log than the backup holds, that
 * is recorded too, and the log goes on from the backup. Returns in how many logs something is missing.
 */
async function recordRestore(
  parts: Parts,
  organisationIds: readonly OrganisationId[],
  madeAt: string,
): Promise<number> {
  let cut = 0
  for (const organisationId of new Set([...organisationIds, ...(await parts.audit.knownOrganisationIds())])) {
    const why = { actor: commandActor, reason: `restore of the backup of ${madeAt}` }
    if ((await parts.audit.acceptCut(organisationId, why)) !== undefined) cut++
  }
  for (const organisationId of organisationIds)
    await parts.database.withOrganisation(organisationId, (tx) =>
      parts.audit.record(tx, { organisationId, action: 'backup.restored', actor: commandActor, detail: { madeAt } }),
    )
  await parts.audit.chainAll()
  return cut
}

/** Adds `restore`. */
export function addRestoreCommand(program: Command, host: CommandHost): void {
  addCommand(program, host, {
    path: 'restore',
    summary: 'put a backup back into an empty data folder or database, all or nothing',
    options: [
      { flags: '--input <file>', describe: 'a backup that is one file' },
      { flags: '--from <folder>', describe: 'or a folder of backups' },
      { flags: '--at <moment>', describe: 'as it was at this moment: the last backup in the folder made until then' },
      { flags: '--identity-file <file>', describe: 'age identities (AGE-SECRET-KEY-…) that open it' },
      {
        flags: '--passphrase-file <file>',
        describe: 'or its passphrase: the first line of this file; - reads standard input',
      },
    ],
    input,
    run: async (given, shell) => {
      const { identityFile, passphraseFile } = given
      const decrypt = await chooseOpen({ identityFile, passphraseFile }, shell)
      return restoreFrom({ ...(await findBackup(given)), decrypt }, shell)
    },
  })
}
