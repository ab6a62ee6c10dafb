import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decodeBase64, encodeBase64 } from './base64.ts'
import { decodeBase64Url, encodeBase64Url } from './base64url.ts'

const bytes = fc.uint8Array({ maxLength: 300 })

// RFC 4648 section 10, without padding.
test.each([
  ['', ''],
  ['f', 'Zg'],
  ['fo', 'Zm8'],
  ['foo', 'Zm9v'],
  ['foob', 'Zm9vYg'],
  ['fooba', 'Zm9vYmE'],
  ['foobar', 'Zm9vYmFy'],
])('%j is written as %j and read back', (plain, text) => {
  expect(encodeBase64(Buffer.from(plain))).toBe(text)
  expect(decodeBase64(text)).toEqual(Uint8Array.from(Buffer.from(plain)))
})

test('both alphabets agree with Node for any bytes and read their own text back', () => {
  fc.assert(
    fc.property(bytes, (value) => {
      expect(encodeBase64(value)).toBe(Buffer.from(value).toString('base64').replaceAll('=', ''))
      expect(encodeBase64Url(value)).toBe(Buffer.from(value).toString('base64url'))
      expect(decodeBase64(encodeBase64(value))).toEqual(value)
      expect(decodeBase64Url(encodeBase64Url(value))).toEqual(value)
    }),
  )
})

test.each(['Zg==', 'Zh', 'Zm9', 'Z', 'Zm9v\n', ' Zm9v', 'Zm9v=', 'Zm-v', 'Zm_v', 'Zm9v\u0100', 'Zé8v', 'Zm9vZ'])(
  'base64 refuses %j',
  (text) => expect(decodeBase64(text)).toBeNull(),
)

test.each(['Zm+v', 'Zm/v', 'Zg=', 'Zh'])('base64url refuses %j', (text) => expect(decodeBase64Url(text)).toBeNull())

test('a text that is read at all is the one spelling of its bytes', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 40 }), (text) => {
      const value = decodeBase64(text)
      expect(value === null || encodeBase64(value) === text).toBe(true)
    }),
  )
})
