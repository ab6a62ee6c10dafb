import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readCms } from './read-cms.ts'

const value = (tag: number, ...content: readonly Uint8Array[]): Buffer => {
  const inner = Buffer.concat(content)
  const length = inner.length < 128 ? [inner.length] : [0x82, inner.length >> 8, inner.length & 0xff]
  return Buffer.concat([Buffer.from([tag, ...length]), inner])
}
/** Its end is marked instead of its length being told. */
const open = (tag: number, ...content: readonly Uint8Array[]): Buffer =>
  Buffer.concat([Buffer.from([tag, 0x80]), ...content, Buffer.from([0, 0])])

const oid = (digits: string): Buffer => value(0x06, Buffer.from(digits, 'hex'))
const data = oid('2a864886f70d010701')
const signedWith = (content: Buffer): Buffer =>
  value(
    0x30,
    oid('2a864886f70d010702'),
    value(0xa0, value(0x30, value(2, Buffer.of(1)), value(0x31), value(0x30, data, content), value(0x31))),
  )

describe('a CMS message', () => {
  const message = Buffer.from('Content-Type: text/plain\r\n\r\nHello')

  test('that is only signed gives what was signed, in one piece or in several', () => {
    const whole = readCms(signedWith(value(0xa0, value(0x04, message))))
    const pieces = readCms(
      signedWith(open(0xa0, open(0x24, value(0x04, message.subarray(0, 9)), value(0x04, message.subarray(9))))),
    )
    for (const read of [whole, pieces])
      expect(read.kind === 'signed' ? Buffer.from(read.content).toString() : read.kind).toBe(message.toString())
  })

  test.each([
    ['enveloped', '2a864886f70d010703'],
    ['enveloped with authentication', '2a864886f70d0109100117'],
  ])('that is %s is encrypted', (_what, digits) => {
    expect(readCms(value(0x30, oid(digits), value(0xa0, value(0x30)))).kind).toBe('encrypted')
  })

  test.each([
    ['a signature without its content', signedWith(Buffer.alloc(0))],
    ['another structure', value(0x30, data)],
    ['nothing', Buffer.alloc(0)],
    ['a length that is not there', Buffer.from('3084ffffffff06', 'hex')],
  ])('that is %s is neither', (_what, bytes) => {
    expect(readCms(bytes).kind).toBe('other')
  })

  test('of any bytes, or cut off anywhere, is never worse', () => {
    const whole = signedWith(value(0xa0, value(0x04, message)))
    for (let end = 0; end < whole.length; end += 1) expect(readCms(whole.subarray(0, end)).kind).toBe('other')
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        expect(readCms(value(0x30, oid('2a864886f70d010702'), value(0xa0, bytes))).kind).not.toBe('encrypted')
      }),
    )
  })
})
