import type { Bytes } from '../bytes/index.ts'
import { deriveKey, keyBytes } from './hkdf.ts'
import { labels, type Label } from './labels.ts'
import { linkSecretBytes, type LinkSecret } from './link-secret.ts'

/** Two independent keys from one secret: one proves knowledge of it (the server keeps a hash), one unwraps. */
export interface AuthAndWrapKeys {
  /** Shown to the server. Says nothing about `wrapKey`. */
  readonly authKey: Bytes
  /** Stays where it was made. */
  readonly wrapKey: Bytes
}

/** App passwords and recovery codes: 160 random bits, which need no stretching. */
export const randomSecretBytes = 20

/** What the page shows to prove that it holds the link's secret; the server keeps SHA-256 of it. */
export const deriveLinkProof = (link: LinkSecret): Promise<Bytes> => {
  requireLength(link, linkSecretBytes)
  return deriveKey(link, labels.linkProof)
}

/** From the 32 bytes that Argon2id made of the account password. */
export const passwordKeys = (master: Uint8Array): Promise<AuthAndWrapKeys> => {
  requireLength(master, keyBytes)
  return authAndWrap(master, labels.accountAuth, labels.accountWrap)
}

/** From the 32 bytes that Argon2id made of an access code: what proves knowledge of the code to the server. */
export const accessKeys = async (accessKey: Uint8Array): Promise<{ readonly proof: Bytes }> => {
  requireLength(accessKey, keyBytes)
  return { proof: await deriveKey(accessKey, labels.accessProof) }
}

/** From the 20 random bytes of an app password. */
export const appPasswordKeys = (secret: Uint8Array): Promise<AuthAndWrapKeys> => {
  requireLength(secret, randomSecretBytes)
  return authAndWrap(secret, labels.appPasswordAuth, labels.appPasswordWrap)
}

/** From the 20 random bytes of a recovery code. */
export const recoveryCodeKeys = (secret: Uint8Array): Promise<AuthAndWrapKeys> => {
  requireLength(secret, randomSecretBytes)
  return authAndWrap(secret, labels.recoveryCodeAuth, labels.recoveryCodeWrap)
}

const authAndWrap = async (secret: Uint8Array, auth: Label, wrap: Label): Promise<AuthAndWrapKeys> => {
  const [authKey, wrapKey] = await Promise.all([deriveKey(secret, auth), deriveKey(secret, wrap)])
  return { authKey, wrapKey }
}

/** Throws RangeError: a secret of the wrong length is a mistake in the program, since parsers check what comes in. */
export const requireLength = (secret: Uint8Array, length: number): void => {
  if (secret.length !== length) throw new RangeError(`a secret of ${length} bytes is needed here`)
}
