import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { attachmentPassword, attachmentPasswordBytes, isAttachmentPassword } from './index.ts'

const random = fc.uint8Array({ minLength: attachmentPasswordBytes, maxLength: attachmentPasswordBytes })

describe('the password of encrypted attachments', () => {
  test.each([
    [new Uint8Array(10), 'aaaa-aaaa-aaaa-aaaa'],
    [new Uint8Array(10).fill(255), '9999-9999-9999-9999'],
    [Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 0, 0, 33), 'aaaa-aaaa-aaaa-aabb'],
  ])('of %o is %s', (bytes, password) => {
    expect(attachmentPassword(bytes)).toBe(password)
  })

  test('has its form, and another one for other bytes', () => {
    fc.assert(
      fc.property(random, random, (one, other) => {
        expect(isAttachmentPassword(attachmentPassword(one))).toBe(true)
        expect(attachmentPassword(one) === attachmentPassword(other)).toBe(Buffer.from(one).equals(Buffer.from(other)))
      }),
    )
  })

  test.each([
    '',
    'aaaa-aaaa-aaaa',
    'aaaa-aaaa-aaaa-aaa0',
    'aaaa-aaaa-aaaa-aaal',
    'AAAA-AAAA-AAAA-AAAA',
    'aaaaaaaaaaaaaaaa',
  ])('is not %j', (text) => {
    expect(isAttachmentPassword(text)).toBe(false)
  })

  test('is never made of too few bytes', () => {
    expect(() => attachmentPassword(new Uint8Array(9))).toThrow(RangeError)
  })
})
