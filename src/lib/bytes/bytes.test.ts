import fc from 'fast-check'
import { expect, test } from 'vitest'
import { concatBytes, copyBytes, decodeHex, decodeUtf8, encodeHex, encodeUtf8, equalBytes } from './index.ts'

const bytes = fc.uint8Array({ maxLength: 64 })

test('hexadecimal is written in lower case and read in either', () => {
  fc.assert(
    fc.property(bytes, (value) => {
      expect(encodeHex(value)).toBe(Buffer.from(value).toString('hex'))
      expect(decodeHex(encodeHex(value).toUpperCase())).toEqual(value)
    }),
  )
})

test.each(['0', '0g', ' 00', '00\n', '0x00'])('hexadecimal refuses %j', (text) => expect(decodeHex(text)).toBeNull())

test('parts are joined in order', () => {
  expect(concatBytes()).toEqual(new Uint8Array(0))
  expect(concatBytes(Uint8Array.of(1), new Uint8Array(0), Uint8Array.of(2, 3))).toEqual(Uint8Array.of(1, 2, 3))
})

test('a copy does not follow its source', () => {
  const source = Uint8Array.of(1)
  const copy = copyBytes(source)
  source[0] = 2
  expect(copy).toEqual(Uint8Array.of(1))
})

test('bytes are equal only when every one is', () => {
  fc.assert(
    fc.property(bytes, bytes, (left, right) => {
      expect(equalBytes(left, right)).toBe(Buffer.compare(left, right) === 0)
      expect(equalBytes(left, Uint8Array.from(left))).toBe(true)
    }),
  )
})

test('UTF-8 that is not well formed is refused and a byte order mark is kept', () => {
  expect(decodeUtf8(Uint8Array.of(0xc3, 0x28))).toBeNull()
  expect(decodeUtf8(Uint8Array.of(0xed, 0xa0, 0x80))).toBeNull()
  expect(decodeUtf8(encodeUtf8('\uFEFFgrün'))).toBe('\uFEFFgrün')
})
