import { copyBytes, type Bytes } from '../bytes/index.ts'
import { envelopeAad, joinEnvelope, nonceBytes, requireSealable, splitEnvelope } from './envelope.ts'
import { SplitKeyError } from './split-key-error.ts'

/**
 * Seals a small secret under a key of 32 bytes (AES-256-GCM, random nonce). `context` says where it belongs (who, what
 * for) and must be the same when it is opened; it is bound, not hidden.
 */
export const sealSecret = async (key: Uint8Array, plain: Uint8Array, context: string): Promise<Bytes> => {
  requireSealable(key, plain)
  const nonce = globalThis.crypto.getRandomValues(new Uint8Array(nonceBytes))
  const sealed = await globalThis.crypto.subtle.encrypt(
    algorithm(nonce, context),
    await importKey(key),
    copyBytes(plain),
  )
  return joinEnvelope({ nonce, sealed: new Uint8Array(sealed) })
}

/** Opens what `sealSecret` made; throws `SplitKeyError` whatever is wrong. */
export const openSecret = async (key: Uint8Array, envelope: Uint8Array, context: string): Promise<Bytes> => {
  const { nonce, sealed } = splitEnvelope(envelope)
  try {
    const imported = await importKey(key)
    return new Uint8Array(
      await globalThis.crypto.subtle.decrypt(algorithm(nonce, context), imported, copyBytes(sealed)),
    )
  } catch {
    throw new SplitKeyError()
  }
}

const importKey = (key: Uint8Array) =>
  globalThis.crypto.subtle.importKey('raw', copyBytes(key), 'AES-GCM', false, ['encrypt', 'decrypt'])

const algorithm = (nonce: Uint8Array, context: string) => ({
  name: 'AES-GCM',
  iv: copyBytes(nonce),
  additionalData: envelopeAad(context),
})
