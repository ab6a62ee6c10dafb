import { encodeBase64Url, type Bytes } from '../bytes/index.ts'
import { appPasswordKeys } from '../split-key/index.ts'
import { makeTypedSecret, parseTypedSecret } from './typed-secret.ts'
import { wrapAccount } from './wrap-account.ts'

/** The context under which an app password wraps the identity; the server opens it with `openSecretSync`. */
export const appPasswordContext = 'account-identity/app-password'

export interface NewAppPassword {
  /** Shown once, typed into one mail program. */
  readonly text: string
  /** The body of `addAppPassword`, but for the name. */
  readonly registration: { readonly authKey: string; readonly wrappedIdentity: string }
}

export const makeAppPassword = async (identity: string): Promise<NewAppPassword> => {
  const { secret, text } = makeTypedSecret()
  const { authKey, wrapKey } = await appPasswordKeys(secret)
  const wrappedIdentity = await wrapAccount(wrapKey, identity, appPasswordContext)
  return { text, registration: { authKey: encodeBase64Url(authKey), wrappedIdentity } }
}

/** The 20 bytes behind an app password as a mail program sends it; null when it cannot be one. */
export const parseAppPassword = (typed: string): Bytes | null => parseTypedSecret(typed)
