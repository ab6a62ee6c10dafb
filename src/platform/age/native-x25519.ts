import { createPrivateKey, createPublicKey, diffieHellman, generateKeyPairSync, type KeyObject } from 'node:crypto'
import type { Encapsulation, Kem, KemPrivateKey, KemPublicKey } from '../../lib/age/index.ts'

const keyBytes = 32

/** X25519 (RFC 7748) as a KEM: an ephemeral key pair and a Diffie-Hellman. OpenSSL refuses a shared secret of zeros. */
export const nativeX25519: Kem = {
  publicKey: (bytes) => (bytes.length === keyBytes ? publicKey(bytes, x25519PublicKey(bytes)) : null),
  privateKey: (seed): KemPrivateKey => {
    const key = x25519PrivateKey(seed)
    const publicObject = createPublicKey(key)
    return {
      publicKey: publicKey(rawX25519(publicObject), publicObject),
      decapsulate: (enc) => agreeX25519(key, x25519PublicKey(enc)),
    }
  },
}

export const x25519PublicKey = (bytes: Uint8Array): KeyObject =>
  createPublicKey({ key: Buffer.from(bytes), format: 'raw-public', asymmetricKeyType: 'x25519' })

export const x25519PrivateKey = (scalar: Uint8Array): KeyObject =>
  createPrivateKey({ key: Buffer.from(scalar), format: 'raw-private', asymmetricKeyType: 'x25519' })

export const rawX25519 = (key: KeyObject): Buffer => key.export({ format: 'raw-public' })

/** `null` where the peer's key is of low order, so that the shared secret would be zeros (RFC 7748 section 6.1). */
export const agreeX25519 = (privateKey: KeyObject, peer: KeyObject): Buffer | null => {
  try {
    return diffieHellman({ privateKey, publicKey: peer })
  } catch {
    return null
  }
}

const publicKey = (bytes: Uint8Array, key: KeyObject): KemPublicKey => ({
  bytes,
  encapsulate: () => encapsulateX25519(key),
})

/** `null` where the recipient's key is of low order. */
export const encapsulateX25519 = (recipient: KeyObject): Encapsulation | null => {
  const ephemeral = generateKeyPairSync('x25519')
  const sharedSecret = agreeX25519(ephemeral.privateKey, recipient)
  return sharedSecret === null ? null : { enc: rawX25519(ephemeral.publicKey), sharedSecret }
}
