import type { Command } from 'commander'
import { z } from 'zod'
import { addCommand, type CommandHost } from '../define-command.ts'
import { makeAppPasswordFor } from '../make-app-password-for.ts'
import { withParts } from '../open-parts.ts'
import { readSecretFile } from '../read-secret-file.ts'
import { passwordOption } from './account.ts'

/** Adds `account app-password`. */
export function addAppPasswordCommand(program: Command, host: CommandHost): void {
  addCommand(program, host, {
    path: 'account app-password',
    summary: 'make an app password for one mail program; prints it once',
    arguments: [['<address>', 'address of the account']],
    options: [
      { flags: '--name <name>', describe: 'which mail program on which device', isRequired: true },
      { ...passwordOption, describe: `account password: ${passwordOption.describe}` },
    ],
    input: z.object({ address: z.string(), name: z.string(), passwordFile: z.string() }),
    run: async ({ address, name, passwordFile }, shell) => {
      const password = await readSecretFile(passwordFile, 'password', shell)
      return withParts(shell, async (parts) => {
        const { id, text } = await makeAppPasswordFor(parts, { address, password, name })
        return {
          data: { id, address, name, appPassword: text },
          text: `App password "${name}" for ${address}, shown this once:\n  ${text}\nEnter it as the password in the mail program; the user name is ${address}.`,
        }
      })
    },
  })
}
