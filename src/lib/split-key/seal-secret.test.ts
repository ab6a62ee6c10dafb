import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { encodeUtf8 } from '../bytes/index.ts'
import { openSecret, sealSecret } from './seal-secret.ts'
import { SplitKeyError } from './split-key-error.ts'

const key = new Uint8Array(32).fill(1)
const plain = encodeUtf8('AGE-SECRET-KEY-PQ-1EXAMPLE')

describe('an envelope', () => {
  test('gives any secret back under the same key and context', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), fc.string(), async (secret, context) => {
        expect(await openSecret(key, await sealSecret(key, secret, context), context)).toEqual(secret)
      }),
    )
  })

  test('starts with its version, is 29 bytes longer than the secret and never the same twice', async () => {
    const envelope = await sealSecret(key, plain, 'a')
    expect(envelope[0]).toBe(1)
    expect(envelope).toHaveLength(plain.length + 29)
    expect(await sealSecret(key, plain, 'a')).not.toEqual(envelope)
  })

  test('is refused under another key or context', async () => {
    const envelope = await sealSecret(key, plain, 'a')
    await expect(openSecret(new Uint8Array(32), envelope, 'a')).rejects.toThrow(SplitKeyError)
    await expect(openSecret(key, envelope, 'b')).rejects.toThrow(SplitKeyError)
    await expect(openSecret(key.subarray(1), envelope, 'a')).rejects.toThrow(SplitKeyError)
  })

  test('is refused with any bit changed and when it ends anywhere earlier', async () => {
    const envelope = await sealSecret(key, plain, 'a')
    for (let at = 0; at < envelope.length; at++) {
      const changed = Uint8Array.from(envelope)
      changed[at] = (changed[at] ?? 0) ^ (1 << (at % 8))
      await expect(openSecret(key, changed, 'a')).rejects.toThrow(SplitKeyError)
      await expect(openSecret(key, envelope.subarray(0, at), 'a')).rejects.toThrow(SplitKeyError)
    }
  })

  test('of more than 64 KiB is neither made nor opened', async () => {
    await expect(sealSecret(key, new Uint8Array(65_536), 'a')).rejects.toThrow(RangeError)
    await expect(openSecret(key, new Uint8Array(65_537).fill(1), 'a')).rejects.toThrow(SplitKeyError)
  })

  test('is not made under a key of another size', async () => {
    await expect(sealSecret(new Uint8Array(16), plain, 'a')).rejects.toThrow(RangeError)
  })
})
