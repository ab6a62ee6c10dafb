import { copyBytes, type Bytes } from '../bytes/index.ts'
import { hkdfInfo, type Label } from './labels.ts'

export const keyBytes = 32

/** HKDF-SHA-256 (RFC 5869) without salt, 32 bytes: for input that is random already or comes out of Argon2id. */
export const deriveKey = async (secret: Uint8Array, label: Label, context?: string): Promise<Bytes> => {
  const { subtle } = globalThis.crypto
  const material = await subtle.importKey('raw', copyBytes(secret), 'HKDF', false, ['deriveBits'])
  const algorithm = { name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(0), info: hkdfInfo(label, context) }
  return new Uint8Array(await subtle.deriveBits(algorithm, material, keyBytes * 8))
}
