import { expect, test } from 'vitest'
import { receivedLine, type ReceivedFacts } from './received-line.ts'

const facts: ReceivedFacts = {
  helo: 'client.example',
  remoteAddress: '192.0.2.1',
  hostname: 'mail.praxis.example',
  smtpUtf8: false,
  transactionId: 'abc.1',
  at: new Date('2026-11-21T09:00:00.000Z'),
}

test('a Received line says who, by whom, how and when, folded and ended with CRLF', () => {
  expect(receivedLine(facts)).toBe(
    'Received: from client.example ([192.0.2.1])\r\n' +
      '\tby mail.praxis.example with ESMTPSA id abc.1;\r\n' +
      '\tSat, 21 Nov 2026 09:00:00 +0000\r\n',
  )
})

test.each([
  [{ helo: '[192.168.1.5]' }, 'from [192.168.1.5] ([192.0.2.1])'],
  [{ helo: '[IPv6:::1]', remoteAddress: '2001:db8::1' }, 'from [IPv6:::1] ([IPv6:2001:db8::1])'],
  [{ helo: 'a;b (x) by evil' }, 'from [192.0.2.1] ([192.0.2.1])'],
  [{ helo: 'jürgens-pc' }, 'from [192.0.2.1] ([192.0.2.1])'],
  [{ helo: '' }, 'from [192.0.2.1] ([192.0.2.1])'],
  [{ smtpUtf8: true }, 'with UTF8SMTPSA id'],
])('%j is written as %s', (change, words) => {
  expect(receivedLine({ ...facts, ...change })).toContain(words)
})
