import { expect, test } from 'vitest'
import { receivedLine, type ReceivedFacts } from './received-line.ts'

const facts: ReceivedFacts = {
  hostname: 'mail.praxis.example',
  smtpUtf8: false,
  transactionId: 'abc.1',
  at: new Date('2026-11-21T09:00:00.000Z'),
}

test('a Received line says by whom, how and when, folded and ended with CRLF, and not where the sender sits', () => {
  expect(receivedLine(facts)).toBe(
    'Received: from submission by mail.praxis.example\r\n' +
      '\twith ESMTPSA id abc.1;\r\n' +
      '\tSat, 21 Nov 2026 09:00:00 +0000\r\n',
  )
})

test('a message with an address beyond ASCII came in with UTF8SMTPSA', () => {
  expect(receivedLine({ ...facts, smtpUtf8: true })).toContain('with UTF8SMTPSA id abc.1')
})
