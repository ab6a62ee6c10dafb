import type { Command } from 'commander'
import { z } from 'zod'
import { columns, pairs } from '../answer.ts'
import { addCommand, type PrintAnswer } from '../define-command.ts'
import { commandActor, findOrganisation } from '../find-organisation.ts'
import { withParts } from '../open-parts.ts'

const language = z.enum(['de', 'en'])
export const organisationOption = {
  flags: '--organisation <name>',
  describe: 'name, domain or identifier; may be left out when there is only one',
} as const
export const organisationChoice = z.string().optional()

const addCreate = (program: Command, print: PrintAnswer) =>
  addCommand(program, print, {
    path: 'organisation create',
    summary: 'create an organisation; its domain counts as verified, because you answer for it here',
    options: [
      { flags: '--name <name>', describe: 'shown to recipients', isRequired: true },
      { flags: '--domain <domain>', describe: 'its first mail domain', isRequired: true },
      { flags: '--language <language>', describe: 'de or en: language of its mails (default: de)' },
    ],
    input: z.object({ name: z.string(), domain: z.string(), language: language.default('de') }),
    run: ({ name, domain, language: spoken }) =>
      withParts(async (parts) => {
        const made = await parts.directory.createOrganisation({ name, domain, language: spoken, actor: commandActor })
        const domains = await parts.database.withOrganisation(made.id, (tx) => parts.directory.listDomains(tx))
        const [first] = domains
        return {
          data: { id: made.id, name: made.name, language: made.language, domain: first?.domain, domainVerified: true },
          text: `Created ${made.name} (${made.id}).\nThe domain ${first?.domain} counts as verified: whoever uses this command answers for it.`,
        }
      }),
  })

const addList = (program: Command, print: PrintAnswer) =>
  addCommand(program, print, {
    path: 'organisation list',
    summary: 'list the organisations',
    input: z.object({}),
    run: () =>
      withParts(async ({ directory, database }) => {
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

const number = z.coerce.number().int()
const yesNo = z.enum(['yes', 'no']).transform((word) => word === 'yes')

const addSettings = (program: Command, print: PrintAnswer) =>
  addCommand(program, print, {
    path: 'organisation settings',
    summary: 'show the settings of an organisation, or change those that are given',
    options: [
      organisationOption,
      { flags: '--expiry-days <days>', describe: 'how long a message can be opened' },
      { flags: '--max-expiry-days <days>', describe: 'how far a sender may extend it' },
      { flags: '--hide-subject <yes|no>', describe: 'notifications do not show the subject' },
      { flags: '--trusted-devices <yes|no>', describe: 'recipients may trust a device for 30 days' },
      { flags: '--sms-countries <codes>', describe: 'countries text messages may go to, such as DE,AT,CH' },
      { flags: '--sms-daily-budget <texts>', describe: 'text messages a day' },
      { flags: '--max-recipients-per-message <count>', describe: 'recipients of one message' },
    ],
    input: z.object({
      organisation: organisationChoice,
      expiryDays: number.optional(),
      maxExpiryDays: number.optional(),
      hideSubject: yesNo.optional(),
      trustedDevices: yesNo.optional(),
      smsCountries: z
        .string()
        .transform((text) =>
          text
            .toUpperCase()
            .split(',')
            .map((code) => code.trim()),
        )
        .optional(),
      smsDailyBudget: number.optional(),
      maxRecipientsPerMessage: number.optional(),
    }),
    run: ({ organisation, ...given }) =>
      withParts(async (parts) => {
        const { id: organisationId } = await findOrganisation(parts, organisation)
        const changes = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined))
        const settings = await parts.database.withOrganisation(organisationId, async (tx) => {
          if (Object.keys(changes).length > 0)
            await parts.directory.updateSettings(tx, { organisationId, changes, actor: commandActor })
          return parts.directory.getSettings(tx, organisationId)
        })
        return { data: settings, text: pairs(Object.entries(settings).map(([name, value]) => [name, String(value)])) }
      }),
  })

export function addOrganisationCommands(program: Command, print: PrintAnswer): void {
  addCreate(program, print)
  addList(program, print)
  addSettings(program, print)
}
