import { concatBytes } from '../bytes/index.ts'
import type { HmacPrimitive } from './primitives.ts'

const firstBlock = Uint8Array.of(1)

/** RFC 5869 section 2.2; an empty salt is the same as a salt of zeros, because HMAC pads its key with zeros. */
export const hkdfExtract = (primitives: HmacPrimitive, salt: Uint8Array, ikm: Uint8Array): Uint8Array =>
  primitives.hmacSha256(salt, ikm)

/** RFC 5869 section 2.3, the first block only: always 32 bytes. A shorter output is their beginning. */
export const hkdfExpand = (primitives: HmacPrimitive, prk: Uint8Array, info: Uint8Array): Uint8Array =>
  primitives.hmacSha256(prk, concatBytes(info, firstBlock))
