import { hkdfSync } from 'node:crypto'
import { hkdfInfo, keyBytes, type Label } from '../../lib/split-key/index.ts'

const noSalt = new Uint8Array(0)

/** The synchronous twin of the derivation in lib/split-key: HKDF-SHA-256 without salt, 32 bytes. */
export const deriveKeySync = (secret: Uint8Array, label: Label, context?: string): Uint8Array<ArrayBuffer> =>
  new Uint8Array(hkdfSync('sha256', secret, noSalt, hkdfInfo(label, context), keyBytes))
