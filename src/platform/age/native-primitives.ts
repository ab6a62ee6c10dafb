import { createCipheriv, createDecipheriv, createSecretKey, randomBytes, timingSafeEqual } from 'node:crypto'
import type { AeadKey, AgePrimitives } from '../../lib/age/index.ts'
import { hmacSha256 } from '../hash/hmac-sha256.ts'
import { nativeMlkem768X25519 } from './native-mlkem768x25519.ts'
import { nativeX25519 } from './native-x25519.ts'

const tagBytes = 16
const options = { authTagLength: tagBytes }

/** ChaCha20-Poly1305 (RFC 8439). A key object is made once, since handing over raw bytes costs more than a small chunk. */
const aeadKey = (key: Uint8Array): AeadKey => {
  const secret = createSecretKey(key)
  return {
    sealInto: (target, nonce, plain) => {
      const cipher = createCipheriv('chacha20-poly1305', secret, nonce, options)
      target.set(cipher.update(plain))
      cipher.final()
      target.set(cipher.getAuthTag(), plain.length)
    },
    open: (nonce, sealed) => {
      const tagAt = sealed.length - tagBytes
      const decipher = createDecipheriv('chacha20-poly1305', secret, nonce, options)
      decipher.setAuthTag(sealed.subarray(tagAt))
      const plain = decipher.update(sealed.subarray(0, tagAt))
      try {
        decipher.final()
        return plain
      } catch {
        return null
      }
    },
  }
}

/** The cryptography of node:crypto (OpenSSL) behind the age format. */
export const nativePrimitives: AgePrimitives = {
  randomBytes,
  hmacSha256,
  equal: timingSafeEqual,
  aeadKey,
  x25519: nativeX25519,
  mlkem768x25519: nativeMlkem768X25519,
}
