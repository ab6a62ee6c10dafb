import type { Command } from 'commander'
import { z } from 'zod'
import type { OrganisationId } from '../../lib/id/identifiers.ts'
import type { Parts } from '../../main.ts'
import type { AuditVerdict } from '../../modules/tenancy/audit/index.ts'
import { addCommand, type CommandHost } from '../define-command.ts'
import { commandActor, findOrganisation } from '../find-organisation.ts'
import { withParts } from '../open-parts.ts'
import { showProgress } from '../shell.ts'
import { organisationChoice, organisationOption } from './organisation-choice.ts'

type Named = AuditVerdict & { readonly organisation: string }

const line = (verdict: Named): string =>
  verdict.intact
    ? `${verdict.organisation}: intact, ${verdict.entries} entries, head ${verdict.head.sequence}:${verdict.head.hash}`
    : `${verdict.organisation}: DAMAGED: ${verdict.problem}`

/** `sequence:hash` as an earlier run printed it. */
const head = z
  .string()
  .regex(/^\d{1,15}:[0-9a-f]{64}$/, 'give the head as an earlier run printed it: NUMBER:HASH')
  .transform((text) => ({ sequence: Number(text.split(':')[0]), hash: text.split(':')[1] ?? '' }))

/** Every organisation that is there, and every one whose log was known here: one that vanished is told too. */
async function namesToVerify(parts: Parts): Promise<ReadonlyMap<OrganisationId, string>> {
  const names = new Map<OrganisationId, string>()
  for (const id of await parts.directory.organisationIds())
    names.set(id, (await parts.directory.findOrganisation(id)).name)
  for (const id of await parts.audit.knownOrganisationIds())
    if (!names.has(id)) names.set(id, `organisation ${id}, which is not there any more`)
  return names
}

/** Adds `audit verify` and `audit accept-restore`. */
export function addAuditCommands(program: Command, host: CommandHost): void {
  addCommand(program, host, {
    path: 'audit verify',
    summary: 'recompute the audit log, down to the end that this server knows or that was noted elsewhere',
    options: [
      { ...organisationOption, describe: 'name, domain or identifier; all organisations without it' },
      { flags: '--head <head>', describe: 'NUMBER:HASH of an earlier run, with --organisation' },
    ],
    input: z.object({ organisation: organisationChoice, head: head.optional() }),
    run: ({ organisation, head: expected }, shell) =>
      withParts(shell, async (parts) => {
        const chosen =
          organisation === undefined && expected === undefined ? undefined : await findOrganisation(parts, organisation)
        const names = chosen === undefined ? await namesToVerify(parts) : new Map([[chosen.id, chosen.name]])
        const verdicts: Named[] = []
        for (const [id, organisationName] of names) {
          showProgress(shell, `verifying ${organisationName} …`)
          verdicts.push({ organisation: organisationName, ...(await parts.audit.verify(id, expected)) })
        }
        const damaged = verdicts.filter(({ intact }) => !intact)
        return {
          data: verdicts,
          text: verdicts.length === 0 ? 'There are no organisations yet.' : verdicts.map(line).join('\n'),
          problem:
            damaged.length === 0
              ? undefined
              : `the audit log of ${damaged.map((one) => one.organisation).join(', ')} is damaged`,
        }
      }),
  })
  addCommand(program, host, {
    path: 'audit accept-restore',
    summary:
      'after a restore by the database’s own tools: record that the end of the log is missing, and go on from there',
    options: [{ flags: '--reason <text>', describe: 'what was restored and why; goes into the log', isRequired: true }],
    input: z.object({ reason: z.string().trim().min(1).max(500) }),
    run: ({ reason }, shell) => withParts(shell, (parts) => acceptRestore(parts, reason)),
  })
}

async function acceptRestore(parts: Parts, reason: string) {
  const accepted: { organisation: string; knownEntries: number }[] = []
  for (const [id, organisationName] of await namesToVerify(parts)) {
    const lost = await parts.audit.acceptCut(id, { actor: commandActor, reason })
    if (lost !== undefined) accepted.push({ organisation: organisationName, knownEntries: lost.sequence })
  }
  return {
    data: accepted,
    text:
      accepted.length === 0
        ? 'Nothing is missing.'
        : accepted
            .map((one) => `${one.organisation}: recorded; ${one.knownEntries} entries had been known here`)
            .join('\n'),
  }
}
