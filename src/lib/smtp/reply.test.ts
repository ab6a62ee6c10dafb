import { expect, test } from 'vitest'
import { listExtensions } from './extensions.ts'
import { formatReply } from './reply.ts'

test('a reply has its code, its status and one line', () => {
  expect(formatReply({ code: 250, enhanced: '2.0.0', text: 'OK' })).toBe('250 2.0.0 OK\r\n')
  expect(formatReply({ code: 354, enhanced: null, text: 'Go' })).toBe('354 Go\r\n')
  expect(formatReply({ code: 334, enhanced: null, text: '' })).toBe('334 \r\n')
})

test('a reply of several lines has a hyphen in all but the last, and the status in each (RFC 2034 section 4)', () => {
  expect(formatReply({ code: 250, enhanced: null, text: 'host', more: ['A', 'B'] })).toBe(
    '250-host\r\n250-A\r\n250 B\r\n',
  )
  expect(formatReply({ code: 550, enhanced: '5.7.1', text: 'a', more: ['b'] })).toBe('550-5.7.1 a\r\n550 5.7.1 b\r\n')
})

test('no text ends its line or leaves ASCII', () => {
  expect(formatReply({ code: 550, enhanced: '5.1.1', text: 'a\r\n250 ok für' })).toBe('550 5.1.1 a 250 ok f?r\r\n')
  expect(formatReply({ code: 550, enhanced: '5.1.1', text: 'x'.repeat(2000) }).length).toBeLessThanOrEqual(512)
})

test('an extension is listed when the session can do it', () => {
  const always = ['PIPELINING', '8BITMIME', 'SMTPUTF8', 'ENHANCEDSTATUSCODES', 'DSN']
  const offers = { startTls: false, mechanisms: [], maxMessageBytes: 10 }
  expect(listExtensions(offers)).toEqual([...always, 'SIZE 10'])
  expect(listExtensions({ ...offers, startTls: true })).toEqual([...always, 'STARTTLS', 'SIZE 10'])
  expect(listExtensions({ ...offers, mechanisms: ['PLAIN'] })).toEqual([...always, 'AUTH PLAIN', 'SIZE 10'])
})
