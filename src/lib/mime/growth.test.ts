import { describe, expect, test } from 'vitest'
import { readMessage, readStructure } from './index.ts'

const read = (message: Uint8Array): number => {
  const started = performance.now()
  readMessage(readStructure(message), { isTextOnly: false, pgpBlockText: '', isWithBytes: true })
  return performance.now() - started
}

/** The least of several, which is the one that nothing else disturbed. */
const costOf = (message: Uint8Array): number => Math.min(...Array.from({ length: 3 }, () => read(message)))

const bytes = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'latin1'))
const kind = (type: string): string => `Content-Type: ${type}\r\n`

/** By name: a message of about so many kilobytes that is nothing but one construction. */
const hostile: readonly (readonly [string, (kilobytes: number) => string])[] = [
  ['parameters', (size) => `Content-Type: a/b${'; a="'.repeat(size * 200)}\r\n\r\nx`],
  ['continuations', (size) => `Content-Disposition: attachment${'; a*0=b'.repeat(size * 140)}\r\n\r\nx`],
  ['encoded words', (size) => `Subject: ${'=?utf-8?q?a?= '.repeat(size * 70)}\r\n\r\nx`],
  ['beginnings of words', (size) => `Subject: ${'=?utf-8?q?'.repeat(size * 100)}\r\n\r\nx`],
  ['addresses', (size) => `To: ${'"(<,'.repeat(size * 250)}\r\n\r\nx`],
  ['folds', (size) => `Subject: a${'\r\n '.repeat(size * 340)}\r\n\r\nx`],
  ['damaged lines', (size) => `Subject: a\r\n${'x\r\n'.repeat(size * 340)}\r\nx`],
  ['boundaries', (size) => `${kind('multipart/mixed; boundary=b')}\r\n${'--b\r\n'.repeat(size * 200)}`],
  ['lines of dashes', (size) => `${kind('multipart/mixed; boundary=b')}\r\n${'--c\r\n'.repeat(size * 200)}`],
  ['spaces', (size) => `${kind('text/plain')}\r\n${' '.repeat(size * 1_000)}`],
  [
    'broken base64',
    (size) => `${kind('text/plain')}Content-Transfer-Encoding: base64\r\n\r\n${'=A '.repeat(size * 340)}`,
  ],
  [
    'signs',
    (size) => `${kind('text/plain')}Content-Transfer-Encoding: quoted-printable\r\n\r\n${'= '.repeat(size * 500)}`,
  ],
  ['UTF-7', (size) => `${kind('text/plain; charset=utf-7')}\r\n${'+A'.repeat(size * 500)}`],
  ['escapes', (size) => `${kind('text/plain; charset=iso-2022-jp')}\r\n${'\u001b(B'.repeat(size * 340)}`],
  ['flowed lines', (size) => `${kind('text/plain; format=flowed')}\r\n${'> a \r\n'.repeat(size * 160)}`],
  ['blocks of PGP', (size) => `${kind('text/plain')}\r\n${'-----BEGIN PGP MESSAGE-----\r\n'.repeat(size * 34)}`],
  ['calendar lines', (size) => `${kind('text/calendar')}\r\n${'BEGIN:VEVENT\r\nDTSTART;TZID="\r\n'.repeat(size * 34)}`],
  ['zones', (size) => `${kind('text/calendar')}\r\n${'BEGIN:VTIMEZONE\r\nBEGIN:STANDARD\r\n'.repeat(size * 28)}`],
  [
    'unclosed styles',
    (size) =>
      `${kind('multipart/alternative; boundary=b')}\r\n--b\r\n${kind('text/html')}\r\n${'<style>'.repeat(size * 140)}`,
  ],
  ['signatures', (size) => `${kind('application/pkcs7-mime')}\r\n${'0\u0080'.repeat(size * 500)}`],
]

const small = 100
/** Linear work takes eight times as long for eight times the input; quadratic work sixty-four times. */
const larger = 8
const mostGrowth = 30
/** Below this, both are noise. */
const floorMs = 5

describe('the work grows with the length of a message, not with its square', () => {
  test.each(hostile)('for %s', (_what, build) => {
    read(bytes(build(small)))
    const before = Math.max(floorMs, costOf(bytes(build(small))))
    expect(costOf(bytes(build(small * larger))) / before).toBeLessThan(mostGrowth)
  })
})
