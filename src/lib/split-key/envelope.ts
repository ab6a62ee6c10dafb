import { concatBytes, encodeUtf8, type Bytes } from '../bytes/index.ts'
import { keyBytes } from './hkdf.ts'
import { SplitKeyError } from './split-key-error.ts'

/** version (1 byte, 0x01) ‖ nonce (12) ‖ AES-256-GCM ciphertext ‖ tag (16) */
export const envelopeVersion = 1
export const nonceBytes = 12
export const tagBytes = 16
export const overheadBytes = 1 + nonceBytes + tagBytes
/** Identities and small secrets only; 2^32 random nonces under one key (NIST SP 800-38D section 8.3) are far away. */
export const maxEnvelopeBytes = 64 * 1024

export interface EnvelopeParts {
  readonly nonce: Uint8Array
  /** Ciphertext and tag. */
  readonly sealed: Uint8Array
}

/** The additional data: version and context, so that neither can be exchanged. */
export const envelopeAad = (context: string): Bytes => concatBytes(Uint8Array.of(envelopeVersion), encodeUtf8(context))

export const joinEnvelope = ({ nonce, sealed }: EnvelopeParts): Bytes =>
  concatBytes(Uint8Array.of(envelopeVersion), nonce, sealed)

/** Throws `SplitKeyError` for an unknown version or an impossible length. */
export const splitEnvelope = (envelope: Uint8Array): EnvelopeParts => {
  const isPlausible =
    envelope[0] === envelopeVersion && envelope.length >= overheadBytes && envelope.length <= maxEnvelopeBytes
  if (!isPlausible) throw new SplitKeyError()
  return { nonce: envelope.subarray(1, 1 + nonceBytes), sealed: envelope.subarray(1 + nonceBytes) }
}

/** A programming error, not an input error: keys and plaintexts of the wrong size never come from outside. */
export const requireSealable = (key: Uint8Array, plain: Uint8Array): void => {
  if (key.length !== keyBytes) throw new RangeError(`a sealing key has ${keyBytes} bytes`)
  if (plain.length > maxEnvelopeBytes - overheadBytes) throw new RangeError('too large for an envelope')
}
