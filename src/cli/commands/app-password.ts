import type { Command } from 'commander'
import { z } from 'zod'
import { AppError, isAppError } from '../../lib/errors/app-error.ts'
import { deriveLogin, makeAppPassword, unlockAccount, type NewAppPassword } from '../../lib/account-keys/index.ts'
import type { Parts } from '../../main.ts'
import { argon2id } from '../../platform/argon2/argon2id.ts'
import { addCommand, type PrintAnswer } from '../define-command.ts'
import { commandActor } from '../find-organisation.ts'
import { withParts } from '../open-parts.ts'
import { readSecretFile } from '../read-secret-file.ts'
import { findAccount, passwordOption } from './account.ts'

/** How this client appears where attempts are counted. */
const remoteAddress = '127.0.0.1'

/** Unlocks the identity as a client does: the password is stretched here and stays here. */
async function makeForAccount(parts: Parts, address: string, password: string): Promise<NewAppPassword> {
  const { salt } = await parts.identity.signInSalt(address)
  const login = await deriveLogin(password, salt, argon2id)
  try {
    const { credential } = await parts.identity.provePassword({ address, authKey: login.authKey, remoteAddress })
    return await makeAppPassword(await unlockAccount(login, credential.wrappedIdentity.toString('base64url')))
  } catch (error) {
    if (!isAppError(error, 'identity.sign-in-refused')) throw error
    throw new AppError('refused', 'command.password-wrong', `the password is not that of ${address}`, { cause: error })
  }
}

/** Adds `account app-password`. */
export function addAppPasswordCommand(program: Command, print: PrintAnswer): void {
  addCommand(program, print, {
    path: 'account app-password',
    summary: 'make an app password for one mail program; prints it once',
    arguments: [['<address>', 'address of the account']],
    options: [
      { flags: '--name <name>', describe: 'which mail program on which device', isRequired: true },
      { ...passwordOption, describe: `account password: ${passwordOption.describe}` },
    ],
    input: z.object({ address: z.string(), name: z.string(), passwordFile: z.string() }),
    run: async ({ address, name, passwordFile }) => {
      const password = await readSecretFile(passwordFile, 'password')
      return withParts(async (parts) => {
        const place = await findAccount(parts, address)
        const made = await makeForAccount(parts, address, password)
        const id = await parts.database.withOrganisation(place.organisationId, (tx) =>
          parts.identity.addAppPassword(tx, { ...place, name, ...made.registration, actor: commandActor }),
        )
        return {
          data: { id, address, name, appPassword: made.text },
          text: `App password "${name}" for ${address}, shown this once:\n  ${made.text}\nEnter it as the password in the mail program; the user name is ${address}.`,
        }
      })
    },
  })
}
