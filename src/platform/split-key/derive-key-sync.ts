import { hkdfInfo, keyBytes, type Label } from '../../lib/split-key/index.ts'
import { hmacSha256 } from '../hash/hmac-sha256.ts'

const noSalt = new Uint8Array(0)
const firstBlock = Uint8Array.of(1)

/**
 * The synchronous twin of the derivation in lib/split-key: HKDF-SHA-256 (RFC 5869) without salt, 32 bytes, which are one
 * block. Half the time of `hkdfSync`.
 */
export const deriveKeySync = (secret: Uint8Array, label: Label, context?: string): Uint8Array<ArrayBuffer> => {
  const info = Buffer.concat([hkdfInfo(label, context), firstBlock])
  return new Uint8Array(hmacSha256(hmacSha256(noSalt, secret), info).subarray(0, keyBytes))
}
