import { createReadStream } from 'node:fs'
import { access } from 'node:fs/promises'
import type { Command } from 'commander'
import { z } from 'zod'
import type { Parts } from '../../main.ts'
import { chooseOpen } from '../backup/archive-keys.ts'
import { createArchiveReader, readJsonEntry, type ArchiveReader } from '../backup/archive-reader.ts'
import { backupStart, entryNames } from '../backup/manifest.ts'
import { restoreBackup } from '../backup/restore-backup.ts'
import { restoreSecret } from '../backup/restore-secret.ts'
import { addCommand, type PrintAnswer } from '../define-command.ts'
import { commandActor } from '../find-organisation.ts'
import { readConfig, withParts } from '../open-parts.ts'

const input = z.object({
  input: z.string(),
  identityFile: z.string().optional(),
  passphraseFile: z.string().optional(),
})

const lostText = (links: number) =>
  links === 0
    ? ''
    : ` ${links} links need a new one from their senders, because a backup holds no keys of links (docs/operating/backup.md).`

/** What stands first decides whether anything is touched at all. */
async function restoreFrom(reader: ArchiveReader) {
  const start = await readJsonEntry(reader, entryNames.start, backupStart)
  const hasSecret = (await reader.peek())?.name === entryNames.secret
  const secret = hasSecret ? (await reader.next())?.content : undefined
  await restoreSecret(readConfig().secretFile, secret)
  return withParts(async (parts) => {
    const end = await restoreBackup(parts, start, reader)
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
        contents: end.blobs,
        jobs: end.jobs,
        lostLinks: links,
        auditIntact: damaged.length === 0,
        auditCut: cut,
      },
      text: [
        `Restored what was saved at ${start.madeAt}: ${rows} rows, ${end.blobs} contents. The audit log was verified.${lostText(links)}`,
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
async function recordRestore(parts: Parts, organisationIds: readonly string[], madeAt: string): Promise<number> {
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
export function addRestoreCommand(program: Command, print: PrintAnswer): void {
  addCommand(program, print, {
    path: 'restore',
    summary: 'put a backup back into an empty data folder or database, all or nothing',
    options: [
      { flags: '--input <file>', describe: 'the backup', isRequired: true },
      { flags: '--identity-file <file>', describe: 'age identities (AGE-SECRET-KEY-…) that open it' },
      {
        flags: '--passphrase-file <file>',
        describe: 'or its passphrase: the first line of this file; - reads standard input',
      },
    ],
    input,
    run: async ({ input: path, identityFile, passphraseFile }) => {
      const decrypt = await chooseOpen({ identityFile, passphraseFile })
      await access(path)
      const sealed = createReadStream(path)
      const reader = createArchiveReader(decrypt(sealed))
      return restoreFrom(reader).finally(() => sealed.destroy())
    },
  })
}
