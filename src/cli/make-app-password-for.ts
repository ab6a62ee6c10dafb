import { AppError } from '../contract/errors/app-error.ts'
import { isAppError } from '../lib/errors/app-error.ts'
import { deriveLogin, makeAppPassword, unlockAccount, type NewAppPassword } from '../lib/account-keys/index.ts'
import type { Parts } from '../main.ts'
import { argon2id } from '../platform/argon2/argon2id.ts'
import { findAccount } from './find-account.ts'
import { commandActor } from './find-organisation.ts'

/** How this client appears where attempts are counted. */
const remoteAddress = '127.0.0.1'

/** Unlocks the identity as a client does: the password is stretched here and stays here. */
async function makeKeys(parts: Parts, address: string, password: string): Promise<NewAppPassword> {
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

/** Makes and registers an app password; the text is in the answer and nowhere else. */
export async function makeAppPasswordFor(
  parts: Parts,
  wanted: { readonly address: string; readonly password: string; readonly name: string },
): Promise<{ readonly id: string; readonly text: string }> {
  const place = await findAccount(parts, wanted.address)
  const made = await makeKeys(parts, wanted.address, wanted.password)
  const id = await parts.database.withOrganisation(place.organisationId, (tx) =>
    parts.identity.addAppPassword(tx, { ...place, name: wanted.name, ...made.registration, actor: commandActor }),
  )
  return { id, text: made.text }
}
