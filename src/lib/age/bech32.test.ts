import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decodeBech32, encodeBech32 } from './bech32.ts'

// C2SP age, "The X25519 recipient type": identity of 32 bytes 0x42 and its recipient.
const identity = 'AGE-SECRET-KEY-1GFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPQ4EGAEX'

test('the example of the format is read and written', () => {
  expect(decodeBech32('age-secret-key-', identity)).toEqual(new Uint8Array(32).fill(0x42))
  expect(encodeBech32('age-secret-key-', new Uint8Array(32).fill(0x42)).toUpperCase()).toBe(identity)
})

// BIP 173, test vectors: valid checksums without data.
test.each([
  ['a', 'A12UEL5L'],
  ['a', 'a12uel5l'],
])('prefix %s and text %s hold no bytes', (prefix, text) => {
  expect(decodeBech32(prefix, text)).toEqual(new Uint8Array(0))
})

test('bytes of any length, beyond 90 characters too, are read back in either case', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 1300 }), (bytes) => {
      const text = encodeBech32('age1pq', bytes)
      expect(decodeBech32('age1pq', text)).toEqual(bytes)
      expect(decodeBech32('age1pq', text.toUpperCase())).toEqual(bytes)
    }),
    { numRuns: 50 },
  )
})

test('one changed character is always noticed', () => {
  fc.assert(
    fc.property(fc.nat({ max: identity.length - 1 }), fc.constantFrom(...'QPZRY9X8-1b'), (at, character) => {
      fc.pre(identity[at] !== character)
      const changed = identity.slice(0, at) + character + identity.slice(at + 1)
      expect(decodeBech32('age-secret-key-', changed)).toBeNull()
    }),
  )
})

test.each([
  ['mixed case', identity.replace('G', 'g')],
  ['another prefix', identity.replace('AGE-', 'EGA-')],
  ['no separator', identity.replace('-1G', '-G')],
  ['too short for a checksum', 'AGE-SECRET-KEY-1QQQQQ'],
  ['white space at the end', `${identity}\n`],
  ['a character outside ASCII', identity.replace('Q4', 'Q\u0134')],
  ['a Kelvin sign for a K', identity.replace('KEY', '\u212AEY')],
  ['nothing', ''],
])('%s is refused', (_what, text) => expect(decodeBech32('age-secret-key-', text)).toBeNull())

// BIP 173: at most 4 bits of padding, all of them zero. The checksums are right.
test.each([
  ['a whole word of padding', 'a1q3g6mn3'],
  ['padding that is not zero', 'a1qpamnt9j'],
  ['seven bits of padding', 'a1qqqd87cpp'],
])('%s is refused', (_what, text) => expect(decodeBech32('a', text)).toBeNull())

test('two bits of padding after a byte are read', () => {
  expect(decodeBech32('a', 'a1qy089ch6')).toEqual(Uint8Array.of(1))
})
