import type { Command } from 'commander'
import { z } from 'zod'
import { AppError } from '../../lib/errors/app-error.ts'
import type { NewCheck, Recipient } from '../../modules/recipients/index.ts'
import { accessCodeCheck } from '../access-code-check.ts'
import { columns } from '../answer.ts'
import { addCommand, type PrintAnswer } from '../define-command.ts'
import { commandActor, findOrganisation } from '../find-organisation.ts'
import { withParts } from '../open-parts.ts'
import { readSecretFile } from '../read-secret-file.ts'
import { organisationChoice, organisationOption } from './organisation.ts'

const listLimit = 1000

const setInput = z.object({
  address: z.string(),
  organisation: organisationChoice,
  sms: z.string().optional(),
  accessCodeFile: z.string().optional(),
  email: z.boolean().optional(),
})

async function chosenCheck({ sms, accessCodeFile, email }: z.output<typeof setInput>): Promise<NewCheck> {
  const given = [sms, accessCodeFile, email].filter((value) => value !== undefined)
  if (given.length !== 1)
    throw new AppError(
      'invalid',
      'command.one-check',
      'give exactly one of --sms NUMBER, --access-code-file FILE and --email',
    )
  if (sms !== undefined) return { check: 'sms', number: sms }
  if (accessCodeFile === undefined) return { check: 'email' }
  return accessCodeCheck(await readSecretFile(accessCodeFile, 'access code'))
}

const checkTexts = { sms: 'a code by SMS', 'access-code': 'the agreed access code', email: 'a code by mail' } as const

const describe = ({ check, maskedNumber }: Recipient): string =>
  check === null ? 'no check yet' : `${checkTexts[check]}${maskedNumber === null ? '' : ` to ${maskedNumber}`}`

const present = ({ id, address, check, maskedNumber, lockedAt }: Recipient) => ({
  id,
  address,
  check,
  maskedNumber,
  lockedAt,
})

const addSet = (program: Command, print: PrintAnswer) =>
  addCommand(program, print, {
    path: 'recipient set',
    summary: 'say how an outside recipient proves who they are',
    arguments: [['<address>', 'mail address of the recipient']],
    options: [
      organisationOption,
      { flags: '--sms <number>', describe: 'a code by SMS to this number, such as +49 171 2345678' },
      {
        flags: '--access-code-file <file>',
        describe: 'an agreed access code: the first line of this file; - reads standard input',
      },
      { flags: '--email', describe: 'a code by mail: weak, because whoever reads the mailbox has link and code' },
    ],
    input: setInput,
    run: async (given) => {
      const check = await chosenCheck(given)
      return withParts(async (parts) => {
        const { id: organisationId } = await findOrganisation(parts, given.organisation)
        const recipient = await parts.database.withOrganisation(organisationId, (tx) =>
          parts.recipients.setCheck(tx, { organisationId, address: given.address, check, actor: commandActor }),
        )
        return {
          data: present(recipient),
          text: `${recipient.address} proves who they are with ${describe(recipient)}.`,
        }
      })
    },
  })

const addList = (program: Command, print: PrintAnswer) =>
  addCommand(program, print, {
    path: 'recipient list',
    summary: 'list outside recipients and their checks',
    options: [organisationOption, { flags: '--search <text>', describe: 'part of the address' }],
    input: z.object({ organisation: organisationChoice, search: z.string().default('') }),
    run: ({ organisation, search }) =>
      withParts(async (parts) => {
        const { id } = await findOrganisation(parts, organisation)
        const page = { search, before: undefined, limit: listLimit }
        const found = await parts.database.withOrganisation(id, (tx) => parts.recipients.list(tx, page))
        const rows = found.map((one) => [one.address, describe(one), one.lockedAt === null ? '' : 'locked'])
        return {
          data: found.map(present),
          text: columns(['ADDRESS', 'CHECK', ''], rows, 'There are no recipients.'),
        }
      }),
  })

const addUnlock = (program: Command, print: PrintAnswer) =>
  addCommand(program, print, {
    path: 'recipient unlock',
    summary: 'lift the lock after too many wrong codes',
    arguments: [['<address>', 'mail address of the recipient']],
    options: [organisationOption],
    input: z.object({ address: z.string(), organisation: organisationChoice }),
    run: ({ address, organisation }) =>
      withParts(async (parts) => {
        const { id: organisationId } = await findOrganisation(parts, organisation)
        await parts.database.withOrganisation(organisationId, async (tx) => {
          const page = { search: address, before: undefined, limit: listLimit }
          const found = (await parts.recipients.list(tx, page)).find((one) => one.address === address.toLowerCase())
          if (found === undefined)
            throw new AppError('not-found', 'command.recipient-unknown', `there is no recipient ${address}`)
          await parts.recipients.unlock(tx, { organisationId, recipientId: found.id, actor: commandActor })
        })
        return { data: { address, locked: false }, text: `${address} may try again.` }
      }),
  })

export function addRecipientCommands(program: Command, print: PrintAnswer): void {
  addSet(program, print)
  addList(program, print)
  addUnlock(program, print)
}
