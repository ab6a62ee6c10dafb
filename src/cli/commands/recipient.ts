import type { Command } from 'commander'
import { z } from 'zod'
import { parseAddress } from '../../lib/address/index.ts'
import { AppError } from '../../contract/errors/app-error.ts'
import type { OrganisationId } from '../../lib/id/identifiers.ts'
import { routes } from '../../lib/policy/index.ts'
import type { Parts } from '../../main.ts'
import type { NewCheck, Recipient } from '../../modules/tenancy/recipients/index.ts'
import type { Tx } from '../../platform/database/database.ts'
import { accessCodeCheck } from '../access-code-check.ts'
import { columns } from '../answer.ts'
import { addCommand, type CommandHost } from '../define-command.ts'
import { commandActor, findOrganisation } from '../find-organisation.ts'
import { withParts } from '../open-parts.ts'
import { readSecretFile } from '../read-secret-file.ts'
import type { Shell } from '../shell.ts'
import { organisationChoice, organisationOption } from './organisation-choice.ts'

const listLimit = 1000

const setInput = z.object({
  address: z.string(),
  organisation: organisationChoice,
  sms: z.string().optional(),
  accessCodeFile: z.string().optional(),
  email: z.boolean().optional(),
  route: z.enum([...routes, 'default']).optional(),
})
type Given = z.output<typeof setInput>

/** Null when only the route is to be set. */
async function chosenCheck({ sms, accessCodeFile, email, route }: Given, shell: Shell): Promise<NewCheck | null> {
  const given = [sms, accessCodeFile, email].filter((value) => value !== undefined)
  if (given.length === 0 && route !== undefined) return null
  if (given.length !== 1)
    throw new AppError(
      'invalid',
      'command.one-check',
      'give exactly one of --sms NUMBER, --access-code-file FILE and --email, or --route alone',
    )
  if (sms !== undefined) return { check: 'sms', number: sms }
  if (accessCodeFile === undefined) return { check: 'email' }
  return accessCodeCheck(await readSecretFile(accessCodeFile, 'access code', shell))
}

const checkTexts = { sms: 'a code by SMS', 'access-code': 'the agreed access code', email: 'a code by mail' } as const

const describe = ({ check, maskedNumber }: Recipient): string =>
  check === null ? 'no check yet' : `${checkTexts[check]}${maskedNumber === null ? '' : ` to ${maskedNumber}`}`

const routeTexts = {
  portal: 'through the portal',
  attachment: 'as encrypted ZIP and PDF',
  direct: 'directly over verified TLS',
} as const

const describeRoute = ({ route }: Recipient): string =>
  route === null ? "by the organisation's rules" : routeTexts[route]

const present = ({ id, written: address, check, maskedNumber, lockedAt, route }: Recipient) => ({
  id,
  address,
  check,
  maskedNumber,
  lockedAt,
  route,
})

/** The check, the route, or both, in one transaction. */
async function applySettings(
  parts: Parts,
  tx: Tx,
  { given, check, organisationId }: { readonly given: Given; check: NewCheck | null; organisationId: OrganisationId },
): Promise<Recipient> {
  const { recipients } = parts
  const whose = { organisationId, address: given.address, actor: commandActor }
  const [found] = await recipients.findOrCreate(tx, { organisationId, addresses: [given.address] })
  if (found === undefined) throw new AppError('not-found', 'command.recipient-unknown', 'there is no such recipient')
  const checked = check === null ? found : await recipients.setCheck(tx, { ...whose, check })
  if (given.route === undefined) return checked
  const route = given.route === 'default' ? null : given.route
  return recipients.setRoute(tx, { organisationId, recipientId: found.id, route, actor: commandActor })
}

const addSet = (program: Command, host: CommandHost) =>
  addCommand(program, host, {
    path: 'recipient set',
    summary: 'say how an outside recipient proves who they are, or how messages reach them',
    arguments: [['<address>', 'mail address of the recipient']],
    options: [
      organisationOption,
      { flags: '--sms <number>', describe: 'a code by SMS to this number, such as +49 171 2345678' },
      {
        flags: '--access-code-file <file>',
        describe: 'an agreed access code: the first line of this file; - reads standard input',
      },
      { flags: '--email', describe: 'a code by mail: weak, because whoever reads the mailbox has link and code' },
      {
        flags: '--route <route>',
        describe: "portal, attachment or direct for every message; default follows the organisation's rules again",
      },
    ],
    input: setInput,
    run: async (given, shell) => {
      const check = await chosenCheck(given, shell)
      return withParts(shell, async (parts) => {
        const { id: organisationId } = await findOrganisation(parts, given.organisation)
        const recipient = await parts.database.withOrganisation(organisationId, (tx) =>
          applySettings(parts, tx, { given, check, organisationId }),
        )
        const proof = check === null ? [] : [`proves who they are with ${describe(recipient)}`]
        const way = given.route === undefined ? [] : [`gets messages ${describeRoute(recipient)}`]
        return { data: present(recipient), text: `${recipient.written} ${[...proof, ...way].join(' and ')}.` }
      })
    },
  })

const addList = (program: Command, host: CommandHost) =>
  addCommand(program, host, {
    path: 'recipient list',
    summary: 'list outside recipients and their checks',
    options: [organisationOption, { flags: '--search <text>', describe: 'part of the address' }],
    input: z.object({ organisation: organisationChoice, search: z.string().default('') }),
    run: ({ organisation, search }, shell) =>
      withParts(shell, async (parts) => {
        const { id } = await findOrganisation(parts, organisation)
        const page = { search, before: undefined, limit: listLimit }
        const found = await parts.database.withOrganisation(id, (tx) => parts.recipients.list(tx, page))
        const rows = found.map((one) => [
          one.written,
          describe(one),
          one.route ?? 'default',
          one.lockedAt === null ? '' : 'locked',
        ])
        return {
          data: found.map(present),
          text: columns(['ADDRESS', 'CHECK', 'ROUTE', ''], rows, 'There are no recipients.'),
        }
      }),
  })

const addUnlock = (program: Command, host: CommandHost) =>
  addCommand(program, host, {
    path: 'recipient unlock',
    summary: 'lift the lock after too many wrong codes',
    arguments: [['<address>', 'mail address of the recipient']],
    options: [organisationOption],
    input: z.object({ address: z.string(), organisation: organisationChoice }),
    run: ({ address, organisation }, shell) =>
      withParts(shell, async (parts) => {
        const { id: organisationId } = await findOrganisation(parts, organisation)
        await parts.database.withOrganisation(organisationId, async (tx) => {
          const key = parseAddress(address)?.address ?? address
          const page = { search: key, before: undefined, limit: listLimit }
          const found = (await parts.recipients.list(tx, page)).find((one) => one.address === key)
          if (found === undefined)
            throw new AppError('not-found', 'command.recipient-unknown', `there is no recipient ${address}`)
          await parts.recipients.unlock(tx, { organisationId, recipientId: found.id, actor: commandActor })
        })
        return { data: { address, locked: false }, text: `${address} may try again.` }
      }),
  })

export function addRecipientCommands(program: Command, host: CommandHost): void {
  addSet(program, host)
  addList(program, host)
  addUnlock(program, host)
}
