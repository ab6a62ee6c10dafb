import { expect, test } from 'vitest'
import { safeReplyText, statusOfReply } from './reply-status.ts'

test.each([
  ['250 2.0.0 ok', '2.0.0'],
  ['250 ok', '2.0.0'],
  ['550-5.7.1 first\r\n550 5.7.1 second', '5.7.1'],
  ['451 5.1.1 class and code disagree', '4.0.0'],
  ['554 no', '5.0.0'],
  ['nonsense', '4.0.0'],
])('the status of "%s" is %s', (reply, status) => {
  expect(statusOfReply(reply)).toBe(status)
})

test('a reply becomes one printable line of bounded length', () => {
  const text = safeReplyText(`550-one\r\n550-two\u0007\r\n550 thr\u00e4e ${'word '.repeat(500)}`)
  expect(text.startsWith('550-one two 550 thr e word')).toBe(false)
  expect(text).toMatch(/^550-one two thr e word/)
  expect(text).toMatch(/^[\x20-\x7e]{1,400}$/)
})
