import { AgeError } from './age-error.ts'
import { decodeBech32, encodeBech32 } from './bech32.ts'
import type { KemPrivateKey, KemPublicKey } from './primitives.ts'
import { hybridIdentityPrefix, type RecipientKind, type RecipientKinds } from './recipient-kind.ts'

/** A recipient that was parsed, checked and made ready to encrypt to. Public. */
export interface AgeRecipient {
  readonly kind: RecipientKind
  readonly key: KemPublicKey
  /** `age1…` or `age1pq1…` */
  readonly text: string
}

/** An identity made ready to decrypt with: as secret as its text, so keep it no longer than needed. */
export interface AgeIdentity {
  readonly kind: RecipientKind
  readonly key: KemPrivateKey
}

/** The key of one file, for who was given it in place of an identity. It opens that file whatever its stanzas say. */
export interface KnownFileKey {
  /** 16 bytes. */
  readonly fileKey: Uint8Array
}

const seedBytes = 32
// The longest text of either kind; what is longer is refused before it costs any work.
const maxRecipientCharacters = 2048
const maxIdentityCharacters = 128

/** Throws `age.recipient.invalid` for everything but a valid `age1…` (X25519) or `age1pq1…` (hybrid) of one case. */
export const parseRecipient = (kinds: RecipientKinds, text: string): AgeRecipient => {
  if (text.length > maxRecipientCharacters) throw new AgeError('age.recipient.invalid')
  for (const kind of [kinds.mlkem768x25519, kinds.X25519]) {
    const bytes = decodeBech32(kind.recipientPrefix, text)
    if (bytes?.length !== kind.publicKeyBytes) continue
    const key = kind.kem.publicKey(bytes)
    if (key !== null) return { kind, key, text: text.toLowerCase() }
  }
  throw new AgeError('age.recipient.invalid')
}

/** Throws `age.identity.invalid`; the error never repeats the text. */
export const parseIdentity = (kinds: RecipientKinds, text: string): AgeIdentity => {
  if (text.length > maxIdentityCharacters) throw new AgeError('age.identity.invalid')
  for (const kind of [kinds.mlkem768x25519, kinds.X25519]) {
    const seed = decodeBech32(kind.identityPrefix, text)
    if (seed?.length === seedBytes) return { kind, key: kind.kem.privateKey(seed) }
  }
  throw new AgeError('age.identity.invalid')
}

/** `AGE-SECRET-KEY-1…` or `AGE-SECRET-KEY-PQ-1…`; the seed is 32 random bytes. */
export const formatIdentity = (kind: RecipientKind, seed: Uint8Array): string =>
  encodeBech32(kind.identityPrefix, seed).toUpperCase()

/** The seed behind an identity of the hybrid kind; throws `age.identity.invalid`, which never repeats the text. */
export const parseHybridIdentity = (text: string): Uint8Array => {
  const seed = text.length > maxIdentityCharacters ? null : decodeBech32(hybridIdentityPrefix, text)
  if (seed?.length !== seedBytes) throw new AgeError('age.identity.invalid')
  return seed
}

/** An identity of the hybrid kind, `AGE-SECRET-KEY-PQ-1…`, for a seed that was derived; makes no key. */
export const formatHybridIdentity = (seed: Uint8Array): string => encodeBech32(hybridIdentityPrefix, seed).toUpperCase()

/** The recipient that belongs to an identity. */
export const recipientOfIdentity = ({ kind, key }: AgeIdentity): AgeRecipient => ({
  kind,
  key: key.publicKey,
  text: encodeBech32(kind.recipientPrefix, key.publicKey.bytes),
})
