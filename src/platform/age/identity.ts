import { randomBytes } from 'node:crypto'
import {
  formatIdentity,
  parseIdentity,
  recipientOfIdentity,
  type AgeIdentity,
  type KnownFileKey,
  type RecipientKindName,
} from '../../lib/age/index.ts'
import { vouchFor, type AuthenticRecipient } from './authentic-recipient.ts'
import { keepRecipient } from './open-recipient.ts'
import { recipientKinds } from './recipient-kinds.ts'

/** Both halves of a key pair as bech32 text; `identity` is the secret one. */
export interface GeneratedIdentity {
  readonly identity: string
  readonly recipient: AuthenticRecipient
}

/** A new key pair of the hybrid kind unless told otherwise. */
export const generateIdentity = (kind: RecipientKindName = 'mlkem768x25519'): GeneratedIdentity => {
  const identity = formatIdentity(recipientKinds[kind], randomBytes(32))
  const recipient = recipientOfIdentity(openIdentity(identity))
  // A new key is made in order to encrypt to it next, and its public half is ready for that here.
  keepRecipient(recipient)
  return { identity, recipient: vouchFor(recipient.text) }
}

/** The recipient of an identity; throws `age.identity.invalid`. */
export const recipientOf = (identity: string): AuthenticRecipient =>
  vouchFor(recipientOfIdentity(openIdentity(identity)).text)

/**
 * Prepares an identity for many decryptions: hybrid keys cost more to expand than to use. Secrets are not cached behind
 * the caller's back; whoever holds the handle decides how long. Throws `age.identity.invalid`.
 */
export const openIdentity = (identity: string): AgeIdentity => parseIdentity(recipientKinds, identity)

/** What decryption accepts: the text, a handle from `openIdentity`, or the key of the very file. */
export type IdentityInput = string | AgeIdentity | KnownFileKey

export const openIdentities = (identities: readonly IdentityInput[]): readonly (AgeIdentity | KnownFileKey)[] =>
  identities.map((identity) => (typeof identity === 'string' ? openIdentity(identity) : identity))
