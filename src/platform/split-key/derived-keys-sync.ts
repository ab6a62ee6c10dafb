import {
  keyBytes,
  labels,
  linkSecretBytes,
  randomSecretBytes,
  requireLength,
  type AuthAndWrapKeys,
  type Label,
  type LinkSecret,
} from '../../lib/split-key/index.ts'
import { deriveKeySync } from './derive-key-sync.ts'

/** The synchronous twin of `deriveLinkProof`. */
export const deriveLinkProofSync = (link: LinkSecret): Uint8Array<ArrayBuffer> => {
  requireLength(link, linkSecretBytes)
  return deriveKeySync(link, labels.linkProof)
}

/** The synchronous twin of `passwordKeys`. */
export const passwordKeysSync = (master: Uint8Array): AuthAndWrapKeys => {
  requireLength(master, keyBytes)
  return authAndWrap(master, labels.accountAuth, labels.accountWrap)
}

/** The synchronous twin of `accessKeys`. */
export const accessKeysSync = (accessKey: Uint8Array): { readonly proof: Uint8Array<ArrayBuffer> } => {
  requireLength(accessKey, keyBytes)
  return { proof: deriveKeySync(accessKey, labels.accessProof) }
}

/** The synchronous twin of `appPasswordKeys`. */
export const appPasswordKeysSync = (secret: Uint8Array): AuthAndWrapKeys => {
  requireLength(secret, randomSecretBytes)
  return authAndWrap(secret, labels.appPasswordAuth, labels.appPasswordWrap)
}

/** The synchronous twin of `recoveryCodeKeys`. */
export const recoveryCodeKeysSync = (secret: Uint8Array): AuthAndWrapKeys => {
  requireLength(secret, randomSecretBytes)
  return authAndWrap(secret, labels.recoveryCodeAuth, labels.recoveryCodeWrap)
}

const authAndWrap = (secret: Uint8Array, auth: Label, wrap: Label): AuthAndWrapKeys => ({
  authKey: deriveKeySync(secret, auth),
  wrapKey: deriveKeySync(secret, wrap),
})
