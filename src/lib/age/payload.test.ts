import fc from 'fast-check'
import { expect, test } from 'vitest'
import { concatBytes } from '../bytes/index.ts'
import { createPayloadChunker } from './payload-chunker.ts'
import { chunkBytes, createChunkSealer, plainLength, sealedLength } from './payload.ts'
import type { AeadKey } from './primitives.ts'

test('the length of a payload and of its content determine each other', () => {
  fc.assert(
    fc.property(fc.nat({ max: 10 * chunkBytes }), (bytes) => {
      expect(plainLength(sealedLength(bytes))).toBe(bytes)
    }),
  )
})

test.each([0, 1, 15, chunkBytes + 17, chunkBytes + 32, 2 * (chunkBytes + 16) + 16])(
  'no content has a payload of %i bytes',
  (bytes) => expect(() => plainLength(bytes)).toThrow('ends too early'),
)

test('each chunk has its own nonce and only the final one is marked', () => {
  const nonces: string[] = []
  const key: AeadKey = {
    sealInto: (_target, nonce) => void nonces.push(Buffer.from(nonce).toString('hex')),
    open: () => null,
  }
  const seal = createChunkSealer(key)
  const nothing = new Uint8Array(0)
  for (let chunk = 0; chunk < 257; chunk++) seal(nothing, nothing, chunk === 256)
  expect(nonces.slice(0, 2)).toEqual(['000000000000000000000000', '000000000000000000000100'])
  expect(nonces.slice(-2)).toEqual(['00000000000000000000ff00', '000000000000000000010001'])
  expect(new Set(nonces).size).toBe(257)
})

test('pieces of any size become full chunks and one final chunk', () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 12 }), (pieces) => {
      const chunks: { readonly bytes: Uint8Array; readonly isFinal: boolean }[] = []
      const chunker = createPayloadChunker(16)
      const sink = (chunk: Uint8Array, isFinal: boolean) => void chunks.push({ bytes: chunk.slice(), isFinal })
      for (const piece of pieces) chunker.push(piece, sink)
      chunker.end(sink)
      const whole = concatBytes(...pieces)
      expect(concatBytes(...chunks.map(({ bytes }) => bytes))).toEqual(whole)
      expect(chunks.map(({ isFinal }) => isFinal)).toEqual([...Array(chunks.length - 1).fill(false), true])
      expect(chunks.slice(0, -1).every(({ bytes }) => bytes.length === 16)).toBe(true)
      expect((chunks.at(-1)?.bytes.length ?? 0) > 0 || whole.length === 0).toBe(true)
    }),
  )
})
