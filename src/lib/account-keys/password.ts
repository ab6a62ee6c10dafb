import { decodeBase64Url, encodeBase64Url, type Bytes } from '../bytes/index.ts'
import { AppError } from '../errors/app-error.ts'
import {
  argon2SaltBytes,
  normalisePassword,
  passwordKeys,
  SplitKeyError,
  stretchPassword,
  type Argon2id,
} from '../split-key/index.ts'
import { unwrapAccount, wrapAccount } from './wrap-account.ts'

/** Of a new password. One that was chosen when less was enough still signs in. */
export const minPasswordCharacters = 10
export const maxPasswordCharacters = 1024

/** What signing in needs: `authKey` goes to the server, `wrapKey` stays. */
export interface Login {
  readonly authKey: string
  readonly wrapKey: Bytes
}

/** The server's part of a new password. */
export interface NewPassword {
  readonly salt: string
  readonly authKey: string
  readonly wrappedIdentity: string
}

/** Why a password cannot be chosen, or null. The upper bound only keeps the work finite. */
export const passwordProblem = (password: string): 'too-short' | 'too-long' | null => {
  const characters = [...normalisePassword(password)].length
  if (characters < minPasswordCharacters) return 'too-short'
  return characters > maxPasswordCharacters ? 'too-long' : null
}

/**
 * Stretches the password with the salt from `signInSalt`. The cost is the one this program was built with: a server
 * cannot talk a client into a cheaper one.
 */
export const deriveLogin = async (password: string, salt: string, argon2id: Argon2id): Promise<Login> => {
  const saltBytes = decodeBase64Url(salt)
  if (saltBytes?.length !== argon2SaltBytes) throw new SplitKeyError()
  const { authKey, wrapKey } = await passwordKeys(await stretchPassword(argon2id, password, saltBytes))
  return { authKey: encodeBase64Url(authKey), wrapKey }
}

/** The account identity from what the server kept; throws `SplitKeyError` when password and wrap do not belong together. */
export const unlockAccount = ({ wrapKey }: Login, wrappedIdentity: string): Promise<string> =>
  unwrapAccount(wrapKey, wrappedIdentity, 'account-identity/password')

/** Throws AppError `account-keys.password-too-short` or `…-too-long` for a password that cannot be chosen. */
export const requireChoosable = (password: string): void => {
  const problem = passwordProblem(password)
  if (problem !== null) throw new AppError('invalid', `account-keys.password-${problem}`, problemTexts[problem])
}

/** Wraps an identity under a new password and a new salt; throws like `requireChoosable`. */
export const newPassword = async (password: string, identity: string, argon2id: Argon2id): Promise<NewPassword> => {
  requireChoosable(password)
  const salt = encodeBase64Url(globalThis.crypto.getRandomValues(new Uint8Array(argon2SaltBytes)))
  const { authKey, wrapKey } = await deriveLogin(password, salt, argon2id)
  return { salt, authKey, wrappedIdentity: await wrapAccount(wrapKey, identity, 'account-identity/password') }
}

/** The body of `changePassword`: `old` is derived from the old password and its salt, `identity` was unlocked with it. */
export const changePassword = async (
  old: { readonly login: Login; readonly identity: string },
  password: string,
  argon2id: Argon2id,
) => {
  const { salt, authKey, wrappedIdentity } = await newPassword(password, old.identity, argon2id)
  return { oldAuthKey: old.login.authKey, salt, newAuthKey: authKey, wrappedIdentity }
}

const problemTexts = {
  'too-short': `Choose a password of at least ${minPasswordCharacters} characters.`,
  'too-long': `Choose a password of at most ${maxPasswordCharacters} characters.`,
} as const
