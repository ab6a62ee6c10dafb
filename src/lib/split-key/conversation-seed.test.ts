import { hkdfSync } from 'node:crypto'
import { expect, test } from 'vitest'
import { contentFileKey, formatConversationSeed, parseConversationSeed } from './index.ts'

const seed = Uint8Array.from({ length: 32 }, (_, at) => at)

test('a seed is read as it was written', () => {
  const text = formatConversationSeed(seed)
  expect(text).toBe('SEALPOST-SEED-1AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8')
  expect(parseConversationSeed(text)).toEqual(seed)
})

test.each(['', 'SEALPOST-SEED-1', `SEALPOST-SEED-1${'A'.repeat(42)}`, `SEALPOST-SEED-2${'A'.repeat(43)}`])(
  'what is no seed gives none: %j',
  (text) => expect(parseConversationSeed(text)).toBeNull(),
)

test('the file key follows from seed and content by HKDF-SHA-256, 16 bytes', async () => {
  const expected = hkdfSync('sha256', seed, '', 'sealpost/content-key/v1\0content-1', 16)
  expect(await contentFileKey(seed, 'content-1')).toEqual(new Uint8Array(expected))
  expect(await contentFileKey(seed, 'content-2')).not.toEqual(new Uint8Array(expected))
})
