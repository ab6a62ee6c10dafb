import { encodeBase64Url, type Bytes } from '../bytes/index.ts'
import { recoveryCodeKeys, SplitKeyError } from '../split-key/index.ts'
import { makeTypedSecret, parseTypedSecret } from './typed-secret.ts'
import { unwrapAccount, wrapAccount } from './wrap-account.ts'

export const recoveryCodeCount = 8

export interface NewRecoveryCode {
  /** Shown once, to be printed: `4f7k-m2qa-…`. */
  readonly text: string
  /** What the server keeps of it. */
  readonly registration: { readonly authKey: string; readonly wrappedIdentity: string }
}

/** A full set; registering it replaces the one before. */
export const makeRecoveryCodes = (identity: string): Promise<readonly NewRecoveryCode[]> =>
  Promise.all(Array.from({ length: recoveryCodeCount }, () => makeRecoveryCode(identity)))

const makeRecoveryCode = async (identity: string): Promise<NewRecoveryCode> => {
  const { secret, text } = makeTypedSecret()
  const { authKey, wrapKey } = await recoveryCodeKeys(secret)
  const wrappedIdentity = await wrapAccount(wrapKey, identity, 'account-identity/recovery-code')
  return { text, registration: { authKey: encodeBase64Url(authKey), wrappedIdentity } }
}

/** Reads a code as typed (case, spaces and hyphens do not matter); null when it cannot be one, before anything is sent. */
export const parseRecoveryCode = async (
  typed: string,
): Promise<{ readonly codeAuthKey: string; readonly wrapKey: Bytes } | null> => {
  const secret = parseTypedSecret(typed)
  if (secret === null) return null
  const { authKey, wrapKey } = await recoveryCodeKeys(secret)
  return { codeAuthKey: encodeBase64Url(authKey), wrapKey }
}

/** The account identity from the answer of `startRecovery`; wrap it again with `newPassword`. Throws `SplitKeyError`. */
export const unlockWithRecoveryCode = (
  code: { readonly wrapKey: Bytes } | null,
  wrappedIdentity: string,
): Promise<string> => {
  if (code === null) throw new SplitKeyError()
  return unwrapAccount(code.wrapKey, wrappedIdentity, 'account-identity/recovery-code')
}
