import { hmac } from '@noble/hashes/hmac.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { MLKEM768X25519 } from '@noble/post-quantum/hybrid.js'
import { createHybridSchedule, parseHybridIdentity } from '../../lib/age/index.ts'

const schedule = createHybridSchedule({ hmacSha256: (key, message) => hmac(sha256, key, message) })

/**
 * The key that the maker of an encapsulation exported for `context` (RFC 9180 section 5.3). Costs a few milliseconds. Throws
 * for what is no hybrid identity; for the encapsulation of somebody else it gives a key that opens nothing.
 */
export const exportedKey = (
  identity: string,
  { enc, context }: { readonly enc: Uint8Array; readonly context: Uint8Array },
): Uint8Array => schedule(MLKEM768X25519.decapsulate(enc, parseHybridIdentity(identity))).exportKey(context)
