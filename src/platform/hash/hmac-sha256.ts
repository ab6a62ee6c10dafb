import { hash } from 'node:crypto'

const blockBytes = 64

/**
 * HMAC-SHA-256 (RFC 2104) from two one-shot hashes: for short messages this takes a fifth to a third of the time of
 * `createHmac`, and sealing one mail needs three dozen.
 */
export const hmacSha256 = (key: Uint8Array, message: Uint8Array): Buffer => {
  const shortKey = key.length > blockBytes ? hash('sha256', key, 'buffer') : key
  const inner = Buffer.alloc(blockBytes + message.length, 0x36)
  const outer = Buffer.alloc(blockBytes + 32, 0x5c)
  for (let i = 0; i < shortKey.length; i++) {
    inner[i] = 0x36 ^ (shortKey[i] ?? 0)
    outer[i] = 0x5c ^ (shortKey[i] ?? 0)
  }
  inner.set(message, blockBytes)
  outer.set(hash('sha256', inner, 'buffer'), blockBytes)
  return hash('sha256', outer, 'buffer')
}
