import { createCipheriv, createDecipheriv, createSecretKey, randomBytes } from 'node:crypto'
import {
  envelopeAad,
  joinEnvelope,
  nonceBytes,
  requireSealable,
  splitEnvelope,
  SplitKeyError,
  tagBytes,
} from '../../lib/split-key/index.ts'

const algorithm = 'aes-256-gcm'
const options = { authTagLength: tagBytes }
// Raw bytes in place of a key object cost three times as much as the cipher itself.
const keyOf = (key: Uint8Array) => createSecretKey(key)

/** The synchronous twin of `sealSecret`. */
export const sealSecretSync = (key: Uint8Array, plain: Uint8Array, context: string): Uint8Array<ArrayBuffer> => {
  requireSealable(key, plain)
  const nonce = randomBytes(nonceBytes)
  const cipher = createCipheriv(algorithm, keyOf(key), nonce, options).setAAD(envelopeAad(context))
  const sealed = Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()])
  return joinEnvelope({ nonce, sealed })
}

/** The synchronous twin of `openSecret`: `SplitKeyError` whatever is wrong. */
export const openSecretSync = (key: Uint8Array, envelope: Uint8Array, context: string): Uint8Array<ArrayBuffer> => {
  const { nonce, sealed } = splitEnvelope(envelope)
  const tagAt = sealed.length - tagBytes
  try {
    const decipher = createDecipheriv(algorithm, keyOf(key), nonce, options).setAAD(envelopeAad(context))
    decipher.setAuthTag(sealed.subarray(tagAt))
    return new Uint8Array(Buffer.concat([decipher.update(sealed.subarray(0, tagAt)), decipher.final()]))
  } catch {
    throw new SplitKeyError()
  }
}
