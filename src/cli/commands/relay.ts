import type { Command } from 'commander'
import { z } from 'zod'
import { AppError } from '../../contract/errors/app-error.ts'
import { columns } from '../answer.ts'
import { addCommand, type CommandHost } from '../define-command.ts'
import { commandActor, findOrganisation } from '../find-organisation.ts'
import { withParts } from '../open-parts.ts'
import { organisationChoice, organisationOption } from './organisation-choice.ts'

const addCreate = (program: Command, host: CommandHost) =>
  addCommand(program, host, {
    path: 'relay create',
    summary: 'make a credential for a mail server of the organisation; prints its password once',
    options: [organisationOption, { flags: '--name <name>', describe: 'which mail server', isRequired: true }],
    input: z.object({ organisation: organisationChoice, name: z.string() }),
    run: ({ organisation, name }, shell) =>
      withParts(shell, async (parts) => {
        const { id: organisationId } = await findOrganisation(parts, organisation)
        const made = await parts.database.withOrganisation(organisationId, (tx) =>
          parts.identity.createRelay(tx, { organisationId, name, actor: commandActor }),
        )
        return {
          data: made,
          text: `Relay "${name}", password shown this once:\n  user name  ${made.userName}\n  password   ${made.password}`,
        }
      }),
  })

const addList = (program: Command, host: CommandHost) =>
  addCommand(program, host, {
    path: 'relay list',
    summary: 'list the relay credentials of an organisation',
    options: [organisationOption],
    input: z.object({ organisation: organisationChoice }),
    run: ({ organisation }, shell) =>
      withParts(shell, async (parts) => {
        const { id } = await findOrganisation(parts, organisation)
        const relays = await parts.database.withOrganisation(id, (tx) => parts.identity.listRelays(tx))
        const rows = relays.map((one) => [one.name, one.userName, one.lastUsedAt?.toISOString() ?? 'never'])
        const data = relays.map(({ id: relayId, name, userName, createdAt, lastUsedAt }) => ({
          id: relayId,
          name,
          userName,
          createdAt,
          lastUsedAt,
        }))
        return { data, text: columns(['NAME', 'USER NAME', 'LAST USED'], rows, 'There are no relay credentials.') }
      }),
  })

const addRemove = (program: Command, host: CommandHost) =>
  addCommand(program, host, {
    path: 'relay remove',
    summary: 'remove a relay credential by its name, user name or identifier',
    arguments: [['<relay>', 'name, user name or identifier']],
    options: [organisationOption],
    input: z.object({ relay: z.string(), organisation: organisationChoice }),
    run: ({ relay, organisation }, shell) =>
      withParts(shell, async (parts) => {
        const { id: organisationId } = await findOrganisation(parts, organisation)
        const removed = await parts.database.withOrganisation(organisationId, async (tx) => {
          const named = (await parts.identity.listRelays(tx)).filter((one) =>
            [one.name, one.userName, one.id].includes(relay),
          )
          const [found] = named
          if (found === undefined || named.length > 1)
            throw new AppError(
              'not-found',
              'command.relay-unknown',
              found === undefined
                ? `there is no relay "${relay}"`
                : `several relays are named "${relay}": use the user name`,
            )
          await parts.identity.removeRelay(tx, { organisationId, id: found.id, actor: commandActor })
          return found
        })
        return { data: { id: removed.id, removed: true }, text: `Removed ${removed.userName}.` }
      }),
  })

export function addRelayCommands(program: Command, host: CommandHost): void {
  addCreate(program, host)
  addList(program, host)
  addRemove(program, host)
}
