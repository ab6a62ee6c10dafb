import type { Command } from 'commander'
import { z } from 'zod'
import { AppError } from '../../contract/errors/app-error.ts'
import { toAsciiDomain } from '../../lib/address/index.ts'
import { columns } from '../answer.ts'
import { addCommand, type CommandHost } from '../define-command.ts'
import { commandActor, findOrganisation } from '../find-organisation.ts'
import { withParts } from '../open-parts.ts'
import { addDomainRecords } from './domain-records.ts'
import { organisationChoice, organisationOption } from './organisation-choice.ts'

const domainOption = { flags: '--domain <domain>', describe: 'the mail domain', isRequired: true } as const
const input = z.object({ organisation: organisationChoice, domain: z.string() })

const recordText = (record: { readonly name: string; readonly value: string }) =>
  `${record.name}. TXT\n    ${record.value}`

const addAdd = (program: Command, host: CommandHost) =>
  addCommand(program, host, {
    path: 'domain add',
    summary: 'add a further domain; it counts as verified, because you answer for it here',
    options: [organisationOption, domainOption],
    input,
    run: ({ organisation, domain }, shell) =>
      withParts(shell, async (parts) => {
        const { id: organisationId, name } = await findOrganisation(parts, organisation)
        const view = await parts.database.withOrganisation(organisationId, (tx) =>
          parts.directory.addDomain(tx, { organisationId, domain, actor: commandActor, vouched: true }),
        )
        return { data: view, text: `${view.domain} belongs to ${name} and counts as verified.` }
      }),
  })

const addList = (program: Command, host: CommandHost) =>
  addCommand(program, host, {
    path: 'domain list',
    summary: 'list the domains of an organisation',
    options: [organisationOption],
    input: z.object({ organisation: organisationChoice }),
    run: ({ organisation }, shell) =>
      withParts(shell, async (parts) => {
        const { id } = await findOrganisation(parts, organisation)
        const domains = await parts.database.withOrganisation(id, (tx) => parts.directory.listDomains(tx))
        const rows = domains.map((one) => [
          one.domain,
          one.verifiedAt === null ? `waits for TXT ${one.proof.name}` : `verified ${one.verifiedAt.toISOString()}`,
        ])
        return { data: domains, text: columns(['DOMAIN', 'STATE'], rows, 'The organisation has no domains.') }
      }),
  })

const addDkim = (program: Command, host: CommandHost) =>
  addCommand(program, host, {
    path: 'domain dkim',
    summary: 'show the DKIM records to publish for a domain; makes its keys when it has none',
    options: [{ ...domainOption, describe: 'a verified domain of an organisation' }],
    input: z.object({ domain: z.string() }),
    run: ({ domain }, shell) =>
      withParts(shell, async (parts) => {
        const ascii = toAsciiDomain(domain) ?? ''
        const organisationId = await parts.directory.organisationOfDomain(ascii)
        if (organisationId === undefined)
          throw new AppError('not-found', 'command.domain-unknown', `no organisation has verified the domain ${domain}`)
        const records = await parts.database.withOrganisation(organisationId, (tx) =>
          parts.delivery.ensureDkimKeys(tx, { organisationId, domain: ascii }),
        )
        return {
          data: records,
          text: ['Publish these records in the DNS of the domain:', ...records.map(recordText)].join('\n'),
        }
      }),
  })

export function addDomainCommands(program: Command, host: CommandHost): void {
  addAdd(program, host)
  addList(program, host)
  addDkim(program, host)
  addDomainRecords(program, host)
}
