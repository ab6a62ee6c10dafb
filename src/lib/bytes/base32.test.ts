import fc from 'fast-check'
import { expect, test } from 'vitest'
import { base32Alphabet, decodeBase32, encodeBase32, groupInFours } from './base32.ts'

test('the alphabet leaves out what is misread', () => {
  expect(base32Alphabet).toHaveLength(32)
  expect(base32Alphabet).not.toMatch(/[ilou]/)
})

test.each([
  ['', ''],
  ['00', '00'],
  ['ff', 'zw'],
  ['0123456789', '04hmasw9'],
])('bytes %s are written as %s', (hex, text) => expect(encodeBase32(Buffer.from(hex, 'hex'))).toBe(text))

test('160 bits become 32 characters in eight groups', () => {
  expect(groupInFours(encodeBase32(new Uint8Array(20).fill(0xa5)))).toMatch(/^([0-9a-z]{4}-){7}[0-9a-z]{4}$/)
  expect(groupInFours('')).toBe('')
})

test('any bytes are read back, typed in any case and grouping', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
      const text = encodeBase32(bytes)
      expect(decodeBase32(text)).toEqual(bytes)
      expect(decodeBase32(` ${groupInFours(text).toUpperCase().replaceAll('-', ' ')}\n`)).toEqual(bytes)
      expect(decodeBase32(text.replaceAll('0', 'O').replaceAll('1', 'l'))).toEqual(bytes)
    }),
  )
})

test.each(['0', '000', '000000', '01', 'zz', 'u0', '0!', 'ä0', '0０'])('%j is refused', (text) => {
  expect(decodeBase32(text)).toBeNull()
})
