import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { attachmentPassword, attachmentPasswordBytes, isAttachmentPassword, readAttachmentPassword } from './index.ts'

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

describe('a typed password is read', () => {
  test.each([
    'k7pm-q2ab-x9fd-tt4e',
    ' K7PM-Q2AB-X9FD-TT4E ',
    'k7pmq2abx9fdtt4e',
    'k7pm q2ab x9fd tt4e',
    'k7pm–q2ab—x9fd‐tt4e',
    'k٧pm-q۲ab-x९fd-tt４e',
    '\u200ek7pm-q2ab-x9fd-tt4e\u200b',
  ])('%j', (typed) => expect(readAttachmentPassword(typed)).toBe('k7pm-q2ab-x9fd-tt4e'))

  test.each(['', 'k7pm-q2ab-x9fd-tt4', 'k7pm-q2ab-x9fd-tt4el', 'k7pm-q2ab-x9fd-tt0e'])('%j is none', (typed) =>
    expect(isAttachmentPassword(readAttachmentPassword(typed))).toBe(false),
  )
})
