import { createHmac } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { hmacSha256 } from './hmac-sha256.ts'

test('it gives the bytes of createHmac for keys and messages of any length', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), fc.uint8Array({ maxLength: 300 }), (key, message) => {
      expect(hmacSha256(key, message)).toEqual(createHmac('sha256', key).update(message).digest())
    }),
  )
})

test.each([0, 63, 64, 65])('a key of %i bytes is padded or hashed as RFC 2104 says', (bytes) => {
  const key = new Uint8Array(bytes).fill(0xaa)
  expect(hmacSha256(key, key)).toEqual(createHmac('sha256', key).update(key).digest())
})
