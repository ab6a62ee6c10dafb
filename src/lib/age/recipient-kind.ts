import { concatBytes, encodeUtf8 } from '../bytes/index.ts'
import { hkdfExpand, hkdfExtract } from './hkdf-sha256.ts'
import { createHpkeSchedule } from './hpke-schedule.ts'
import type { AgePrimitives, Encapsulation, HmacPrimitive, Kem } from './primitives.ts'

/** The stanza types of this library, named as in the header. */
export type RecipientKindName = 'X25519' | 'mlkem768x25519'

/** What an encapsulation gives: key and nonce for one file key, which no second one may be wrapped under. */
export interface AgreedKeys {
  readonly key: Uint8Array
  readonly nonce: Uint8Array
  /** A key beside the file's, for who holds the identity and nobody else; null for a kind without one. */
  readonly exportKey: ((context: Uint8Array) => Uint8Array) | null
}

/** What tells one native recipient type from another; both wrap the file key under a key agreed by a KEM. */
export interface RecipientKind {
  readonly name: RecipientKindName
  /** Bech32 prefixes, in lower case. */
  readonly recipientPrefix: string
  readonly identityPrefix: string
  readonly publicKeyBytes: number
  readonly encBytes: number
  readonly kem: Kem
  wrapKey(agreed: Encapsulation, recipient: Uint8Array): AgreedKeys
}

/** C2SP age, "The X25519 recipient type". */
const x25519Kind = (primitives: AgePrimitives): RecipientKind => {
  const info = encodeUtf8('age-encryption.org/v1/X25519')
  const nonce = new Uint8Array(12)
  return {
    name: 'X25519',
    recipientPrefix: 'age',
    identityPrefix: 'age-secret-key-',
    publicKeyBytes: 32,
    encBytes: 32,
    kem: primitives.x25519,
    wrapKey: ({ enc, sharedSecret }, recipient) => {
      const prk = hkdfExtract(primitives, concatBytes(enc, recipient), sharedSecret)
      return { key: hkdfExpand(primitives, prk, info), nonce, exportKey: null }
    },
  }
}

export const hybridIdentityPrefix = 'age-secret-key-pq-'
export const hybridEncBytes = 1120

/** C2SP age: what a shared secret of the hybrid kind becomes. */
export const createHybridSchedule = (primitives: HmacPrimitive) =>
  createHpkeSchedule(primitives, 'age-encryption.org/mlkem768x25519')

/** C2SP age, "The MLKEM768-X25519 (i.e. X-Wing) hybrid post-quantum recipient type". */
const hybridKind = (primitives: AgePrimitives): RecipientKind => {
  const schedule = createHybridSchedule(primitives)
  return {
    name: 'mlkem768x25519',
    recipientPrefix: 'age1pq',
    identityPrefix: hybridIdentityPrefix,
    publicKeyBytes: 1216,
    encBytes: hybridEncBytes,
    kem: primitives.mlkem768x25519,
    wrapKey: ({ sharedSecret }) => schedule(sharedSecret),
  }
}

export type RecipientKinds = Readonly<Record<RecipientKindName, RecipientKind>>

/** Both kinds on top of the given primitives; make them once, the hybrid key schedule is prepared here. */
export const createRecipientKinds = (primitives: AgePrimitives): RecipientKinds => ({
  mlkem768x25519: hybridKind(primitives),
  X25519: x25519Kind(primitives),
})
