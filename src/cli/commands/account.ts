import type { Command } from 'commander'
import { z } from 'zod'
import { requireChoosable } from '../../lib/account-keys/index.ts'
import { columns } from '../answer.ts'
import { addCommand, type CommandHost } from '../define-command.ts'
import { enrolWithPassword } from '../enrol-with-password.ts'
import { findAccount } from '../find-account.ts'
import { commandActor, findOrganisation } from '../find-organisation.ts'
import { withParts } from '../open-parts.ts'
import { readSecretFile } from '../read-secret-file.ts'
import type { Shell } from '../shell.ts'
import { organisationChoice, organisationOption } from './organisation-choice.ts'

export const passwordOption = {
  flags: '--password-file <file>',
  describe: 'file whose first line is the password; - reads standard input',
  isRequired: true,
} as const

const createInput = z.object({
  address: z.string(),
  organisation: organisationChoice,
  passwordFile: z.string(),
  name: z.string().optional(),
  language: z.enum(['de', 'en']).optional(),
  admin: z.boolean().default(false),
})

async function createAccount(given: z.output<typeof createInput>, shell: Shell) {
  const password = await readSecretFile(given.passwordFile, 'password', shell)
  requireChoosable(password)
  return withParts(shell, async (parts) => {
    const organisation = await findOrganisation(parts, given.organisation)
    const { account, mailbox, recoveryCodes } = await enrolWithPassword(parts, {
      organisationId: organisation.id,
      address: given.address,
      displayName: given.name ?? given.address.split('@')[0] ?? '',
      isAdmin: given.admin,
      language: given.language ?? organisation.language,
      password,
    })
    const { id, address, displayName, isAdmin } = account
    return {
      data: {
        id,
        address,
        displayName,
        isAdmin,
        organisation: organisation.name,
        mailboxId: mailbox.id,
        recoveryCodes,
      },
      text: [
        `Created ${address} in ${organisation.name}${isAdmin ? ' as administrator' : ''}.`,
        'Recovery codes, shown this once: each replaces a forgotten password one time. Without password and codes,',
        'nobody can open this account’s messages any more, not even the administrator. Print them:',
        ...recoveryCodes.map((code) => `  ${code}`),
      ].join('\n'),
    }
  })
}

const addCreate = (program: Command, host: CommandHost) =>
  addCommand(program, host, {
    path: 'account create',
    summary: 'create an account with its mailbox; prints its recovery codes once',
    arguments: [['<address>', 'mail address in a verified domain of the organisation']],
    options: [
      organisationOption,
      passwordOption,
      { flags: '--name <name>', describe: 'display name; otherwise the part before the @' },
      { flags: '--language <language>', describe: 'de or en (default: that of the organisation)' },
      { flags: '--admin', describe: 'an administrator of the organisation' },
    ],
    input: createInput,
    run: createAccount,
  })

const addList = (program: Command, host: CommandHost) =>
  addCommand(program, host, {
    path: 'account list',
    summary: 'list the open accounts of an organisation',
    options: [organisationOption],
    input: z.object({ organisation: organisationChoice }),
    run: ({ organisation }, shell) =>
      withParts(shell, async (parts) => {
        const { id } = await findOrganisation(parts, organisation)
        const accounts = await parts.database.withOrganisation(id, (tx) => parts.directory.listAccounts(tx))
        const rows = accounts.map((one) => [one.address, one.displayName, one.isAdmin ? 'administrator' : '', one.id])
        return { data: accounts, text: columns(['ADDRESS', 'NAME', 'ROLE', 'ID'], rows, 'There are no accounts yet.') }
      }),
  })

const addClose = (program: Command, host: CommandHost) =>
  addCommand(program, host, {
    path: 'account close',
    summary: 'close an account: it can no longer sign in; its mailbox and messages stay',
    arguments: [['<address>', 'address of the account']],
    input: z.object({ address: z.string() }),
    run: ({ address }, shell) =>
      withParts(shell, async (parts) => {
        const place = await findAccount(parts, address)
        await parts.database.withOrganisation(place.organisationId, (tx) =>
          parts.identity.closeAccount(tx, { ...place, actor: commandActor }),
        )
        return { data: { address, closed: true }, text: `Closed ${address}; its sessions and app passwords ended.` }
      }),
  })

export function addAccountCommands(program: Command, host: CommandHost): void {
  addCreate(program, host)
  addList(program, host)
  addClose(program, host)
}
