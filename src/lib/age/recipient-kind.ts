import { concatBytes, encodeUtf8 } from '../bytes/index.ts'
import { hkdfExpand, hkdfExtract } from './hkdf-sha256.ts'
import { createHpkeSchedule, type HpkeKeys } from './hpke-schedule.ts'
import type { AgePrimitives, Encapsulation, Kem } from './primitives.ts'

/** The stanza types of this library, named as in the header. */
export type RecipientKindName = 'X25519' | 'mlkem768x25519'

/** What tells one native recipient type from another; both wrap the file key under a key agreed by a KEM. */
export interface RecipientKind {
  readonly name: RecipientKindName
  /** Bech32 prefixes, in lower case. */
  readonly recipientPrefix: string
  readonly identityPrefix: string
  readonly publicKeyBytes: number
  readonly encBytes: number
  readonly kem: Kem
  wrapKey(agreed: Encapsulation, recipient: Uint8Array): HpkeKeys
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
      return { key: hkdfExpand(primitives, prk, info), nonce }
    },
  }
}

export const hybridIdentityPrefix = 'age-secret-key-pq-'

/** C2SP age, "The MLKEM768-X25519 (i.e. X-Wing) hybrid post-quantum recipient type". */
const hybridKind = (primitives: AgePrimitives): RecipientKind => {
  const schedule = createHpkeSchedule(primitives, 'age-encryption.org/mlkem768x25519')
  return {
    name: 'mlkem768x25519',
    recipientPrefix: 'age1pq',
    identityPrefix: hybridIdentityPrefix,
    publicKeyBytes: 1216,
    encBytes: 1120,
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
