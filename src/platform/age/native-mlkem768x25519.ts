import {
  createHash,
  createPrivateKey,
  createPublicKey,
  decapsulate,
  encapsulate,
  hash,
  type KeyObject,
} from 'node:crypto'
import type { Encapsulation, Kem, KemPrivateKey, KemPublicKey } from '../../lib/age/index.ts'
import { agreeX25519, encapsulateX25519, rawX25519, x25519PrivateKey, x25519PublicKey } from './native-x25519.ts'

const mlkemPublicBytes = 1184
const mlkemCiphertextBytes = 1088
const mlkemSeedBytes = 64
const x25519Bytes = 32
/** draft-connolly-cfrg-xwing-kem section 5.3: the label that ends what the combiner hashes. */
const combinerLabel = Buffer.from('\\.//^\\', 'latin1')

interface HybridPublicKey {
  readonly mlkem: KeyObject
  readonly x25519: KeyObject
  readonly x25519Bytes: Uint8Array
}

/** MLKEM768-X25519, also known as X-Wing (draft-connolly-cfrg-xwing-kem), on OpenSSL's ML-KEM and X25519. */
export const nativeMlkem768X25519: Kem = {
  publicKey: (bytes) => {
    if (bytes.length !== mlkemPublicBytes + x25519Bytes) return null
    const x25519Part = bytes.slice(mlkemPublicBytes)
    try {
      const mlkem = mlkemPublicKey(bytes.subarray(0, mlkemPublicBytes))
      return publicKey(bytes, { mlkem, x25519: x25519PublicKey(x25519Part), x25519Bytes: x25519Part })
    } catch {
      // FIPS 203 section 7.2: coefficients that are not reduced make no encapsulation key.
      return null
    }
  },
  privateKey,
}

function privateKey(seed: Uint8Array): KemPrivateKey {
  // Section 5.2, expandDecapsulationKey.
  const expanded = createHash('shake256', { outputLength: mlkemSeedBytes + x25519Bytes })
    .update(seed)
    .digest()
  const mlkem = createPrivateKey({
    key: expanded.subarray(0, mlkemSeedBytes),
    format: 'raw-seed',
    asymmetricKeyType: 'ml-kem-768',
  })
  const x25519 = x25519PrivateKey(expanded.subarray(mlkemSeedBytes))
  const parts = publicParts(mlkem, x25519)
  const bytes = Buffer.concat([parts.mlkem.export({ format: 'raw-public' }), parts.x25519Bytes])
  return {
    publicKey: publicKey(bytes, parts),
    decapsulate: (enc) => {
      const x25519Share = enc.subarray(mlkemCiphertextBytes)
      const x25519Secret = agreeX25519(x25519, x25519PublicKey(x25519Share))
      if (x25519Secret === null) return null
      const mlkemSecret = decapsulate(mlkem, enc.subarray(0, mlkemCiphertextBytes))
      return combine([mlkemSecret, x25519Secret, x25519Share, parts.x25519Bytes])
    },
  }
}

const publicParts = (mlkem: KeyObject, x25519: KeyObject): HybridPublicKey => {
  const x25519Public = createPublicKey(x25519)
  return { mlkem: createPublicKey(mlkem), x25519: x25519Public, x25519Bytes: rawX25519(x25519Public) }
}

const mlkemPublicKey = (bytes: Uint8Array): KeyObject =>
  createPublicKey({ key: Buffer.from(bytes), format: 'raw-public', asymmetricKeyType: 'ml-kem-768' })

const publicKey = (bytes: Uint8Array, parts: HybridPublicKey): KemPublicKey => ({
  bytes,
  encapsulate: () => encapsulateHybrid(parts),
})

const encapsulateHybrid = (recipient: HybridPublicKey): Encapsulation | null => {
  const x25519 = encapsulateX25519(recipient.x25519)
  if (x25519 === null) return null
  const mlkem = encapsulate(recipient.mlkem)
  return {
    enc: Buffer.concat([mlkem.ciphertext, x25519.enc]),
    sharedSecret: combine([mlkem.sharedKey, x25519.sharedSecret, x25519.enc, recipient.x25519Bytes]),
  }
}

/** Section 5.3: both secrets, then the X25519 share and public key; ML-KEM binds its own ciphertext. */
const combine = (parts: readonly Uint8Array[]): Buffer =>
  hash('sha3-256', Buffer.concat([...parts, combinerLabel]), 'buffer')
