import type { Command } from 'commander'
import { z } from 'zod'
import { columns } from '../answer.ts'
import { presetNames } from '../../lib/settings/index.ts'
import { addCommand, type CommandHost } from '../define-command.ts'
import { commandActor } from '../find-organisation.ts'
import { withParts } from '../open-parts.ts'
import { addOrganisationSettingsCommands, readPresetName } from './organisation-settings.ts'

const language = z.enum(['de', 'en'])
const addCreate = (program: Command, host: CommandHost) =>
  addCommand(program, host, {
    path: 'organisation create',
    summary: 'create an organisation; its domain counts as verified, because you answer for it here',
    options: [
      { flags: '--name <name>', describe: 'shown to recipients', isRequired: true },
      { flags: '--domain <domain>', describe: 'its first mail domain', isRequired: true },
      { flags: '--preset <name>', describe: `settings of a profession: ${presetNames.join(', ')}` },
      { flags: '--language <language>', describe: 'de or en: language of its mails (default: de)' },
    ],
    input: z.object({
      name: z.string(),
      domain: z.string(),
      language: language.default('de'),
      preset: z.string().optional(),
    }),
    run: ({ name, domain, language: spoken, preset }, shell) => {
      const wanted = { name, domain, language: spoken, actor: commandActor }
      const chosen = preset === undefined ? {} : { preset: readPresetName(preset) }
      return withParts(shell, async (parts) => {
        const made = await parts.directory.createOrganisation({ ...wanted, ...chosen })
        const domains = await parts.database.withOrganisation(made.id, (tx) => parts.directory.listDomains(tx))
        const [first] = domains
        return {
          data: {
            id: made.id,
            name: made.name,
            language: made.language,
            domain: first?.domain,
            domainVerified: true,
            ...chosen,
          },
          text: `Created ${made.name} (${made.id}).\nThe domain ${first?.domain} counts as verified: whoever uses this command answers for it.`,
        }
      })
    },
  })

const addList = (program: Command, host: CommandHost) =>
  addCommand(program, host, {
    path: 'organisation list',
    summary: 'list the organisations',
    input: z.object({}),
    run: (_input, shell) =>
      withParts(shell, async ({ directory, database }) => {
        const ids = await directory.organisationIds()
        const found = await Promise.all(
          ids.map(async (id) =>
            database.withOrganisation(id, async (tx) => {
              const organisation = await directory.getOrganisation(tx, id)
              const accounts = await directory.listAccounts(tx)
              return { ...organisation, domains: await directory.verifiedDomains(tx), accounts: accounts.length }
            }),
          ),
        )
        const rows = found.map((one) => [one.name, one.domains.join(', '), String(one.accounts), one.id])
        return {
          data: found,
          text: columns(['NAME', 'DOMAINS', 'ACCOUNTS', 'ID'], rows, 'There are no organisations yet.'),
        }
      }),
  })

export function addOrganisationCommands(program: Command, host: CommandHost): void {
  addCreate(program, host)
  addList(program, host)
  addOrganisationSettingsCommands(program, host)
}
