import type { Command } from 'commander'
import { z } from 'zod'
import type { AuditVerdict } from '../../modules/audit/index.ts'
import { addCommand, type PrintAnswer } from '../define-command.ts'
import { findOrganisation } from '../find-organisation.ts'
import { withParts } from '../open-parts.ts'
import { showProgress } from '../show-progress.ts'
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

/** Adds `audit verify`. */
export function addAuditCommands(program: Command, print: PrintAnswer): void {
  addCommand(program, print, {
    path: 'audit verify',
    summary: 'recompute the chain of the audit log; a head noted elsewhere proves that its end was not cut off',
    options: [
      { ...organisationOption, describe: 'name, domain or identifier; all organisations without it' },
      { flags: '--head <head>', describe: 'NUMBER:HASH of an earlier run, with --organisation' },
    ],
    input: z.object({ organisation: organisationChoice, head: head.optional() }),
    run: ({ organisation, head: expected }) =>
      withParts(async (parts) => {
        const chosen =
          organisation === undefined && expected === undefined ? undefined : await findOrganisation(parts, organisation)
        const ids = chosen === undefined ? await parts.directory.organisationIds() : [chosen.id]
        const verdicts: Named[] = []
        for (const id of ids) {
          const { name } = await parts.directory.findOrganisation(id)
          showProgress(`verifying ${name} …`)
          verdicts.push({ organisation: name, ...(await parts.audit.verify(id, expected)) })
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
}
