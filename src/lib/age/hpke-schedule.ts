import { concatBytes, encodeUtf8 } from '../bytes/index.ts'
import { hkdfExpand, hkdfExtract } from './hkdf-sha256.ts'
import type { HmacPrimitive } from './primitives.ts'

/** RFC 9180 section 5.1: "HPKE", KEM 0x647a (MLKEM768-X25519), KDF 0x0001 (HKDF-SHA256), AEAD 0x0003 (ChaCha20Poly1305). */
const suiteId = concatBytes(encodeUtf8('HPKE'), Uint8Array.of(0x64, 0x7a, 0x00, 0x01, 0x00, 0x03))
const prefix = concatBytes(encodeUtf8('HPKE-v1'), suiteId)
const modeBase = Uint8Array.of(0)
const empty = new Uint8Array(0)
const keyBytes = 32
const nonceBytes = 12

export interface HpkeKeys {
  readonly key: Uint8Array
  readonly nonce: Uint8Array
  /** RFC 9180 section 5.3: a further key of 32 bytes that both sides can make, independent of `key`. */
  exportKey(context: Uint8Array): Uint8Array
}

/**
 * The key schedule of RFC 9180 section 5.1 in base mode for one `info`, reduced to key and base nonce: age seals one
 * message per context, so that the nonce of sequence number 0 is the base nonce itself.
 */
export const createHpkeSchedule = (primitives: HmacPrimitive, info: string) => {
  const extract = (salt: Uint8Array, label: string, ikm: Uint8Array) =>
    hkdfExtract(primitives, salt, concatBytes(prefix, encodeUtf8(label), ikm))
  const context = concatBytes(
    modeBase,
    extract(empty, 'psk_id_hash', empty),
    extract(empty, 'info_hash', encodeUtf8(info)),
  )
  const secretMessage = concatBytes(prefix, encodeUtf8('secret'))
  const keyInfo = labeledInfo('key', keyBytes, context)
  const nonceInfo = labeledInfo('base_nonce', nonceBytes, context)
  const exporterInfo = labeledInfo('exp', keyBytes, context)

  return (sharedSecret: Uint8Array): HpkeKeys => {
    const secret = hkdfExtract(primitives, sharedSecret, secretMessage)
    return {
      key: hkdfExpand(primitives, secret, keyInfo),
      nonce: hkdfExpand(primitives, secret, nonceInfo).subarray(0, nonceBytes),
      exportKey: (exporterContext) =>
        hkdfExpand(
          primitives,
          hkdfExpand(primitives, secret, exporterInfo),
          labeledInfo('sec', keyBytes, exporterContext),
        ),
    }
  }
}

/** RFC 9180 section 4, LabeledExpand: the output length in two bytes comes first. */
const labeledInfo = (label: string, length: number, context: Uint8Array): Uint8Array =>
  concatBytes(Uint8Array.of(length >>> 8, length & 0xff), prefix, encodeUtf8(label), context)
