import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decompressRtf } from './decompress-rtf.ts'
import { DamagedTnefError, readTnef } from './index.ts'
import { readRtf } from './read-rtf.ts'

const number16 = (value: number): Buffer => Buffer.from([value & 0xff, (value >> 8) & 0xff])
const number32 = (value: number): Buffer => {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32LE(value)
  return bytes
}

function attribute(level: number, id: number, value: Uint8Array): Buffer {
  const sum = value.reduce((total, byte) => (total + byte) & 0xffff, 0)
  return Buffer.concat([Uint8Array.of(level), number32(id), number32(value.length), value, number16(sum)])
}

const padded = (bytes: Buffer): Buffer => Buffer.concat([bytes, Buffer.alloc((4 - (bytes.length % 4)) % 4)])
const property = (type: number, id: number, value: Buffer): Buffer =>
  Buffer.concat([number16(type), number16(id), number32(1), number32(value.length), padded(value)])
const list = (...properties: readonly Buffer[]): Buffer => Buffer.concat([number32(properties.length), ...properties])
const container = (...attributes: readonly Buffer[]): Buffer =>
  Buffer.concat([number32(0x223e9f78), number16(1), ...attributes])
const attachment = (name: string, data: string): Buffer =>
  Buffer.concat([
    attribute(2, 0x00069002, Buffer.alloc(14)),
    attribute(2, 0x00018010, Buffer.from(`${name}\0`, 'latin1')),
    attribute(2, 0x0006800f, Buffer.from(data)),
  ])
const messageProperties = (...properties: readonly Buffer[]): Buffer => attribute(1, 0x00069003, list(...properties))

/** The example of MS-OXRTFCP section 4.1. */
const example = Buffer.from(
  '2d0000002b0000004c5a4675f1c5c7a703000a007263706731323542320af32068656c090020627705b06c647d0a800fa0',
  'hex',
)

const textOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1')

describe('a winmail.dat', () => {
  test('gives its attachments, in the charset it names', () => {
    const codepage = attribute(1, 0x00069007, Buffer.concat([number32(1251), number32(0)]))
    const file = attachment(Buffer.from([0xd1, 0xf7, 0xb8, 0xf2]).toString('latin1'), 'data')
    expect(readTnef(container(codepage, file)).files).toEqual([
      { name: 'Счёт', mediaType: 'application/octet-stream', contentId: '', bytes: Buffer.from('data') },
    ])
  })

  test('gives its text: HTML, plain, or rich text', () => {
    const html = property(0x102, 0x1013, Buffer.from('<p>x</p>'))
    expect(readTnef(container(messageProperties(html)))).toMatchObject({ html: '<p>x</p>', text: null })
    const plain = property(0x1f, 0x1000, Buffer.from('Grüße\0', 'utf16le'))
    expect(readTnef(container(messageProperties(plain)))).toMatchObject({ html: null, text: 'Grüße' })
    const rich = property(0x102, 0x1009, example)
    expect(readTnef(container(messageProperties(rich)))).toMatchObject({ html: null, text: 'hello world' })
  })

  test('with a message inside gives the attachments of that as well, to a depth', () => {
    const wrap = (inner: Buffer): Buffer =>
      container(
        attribute(2, 0x00069002, Buffer.alloc(14)),
        attribute(2, 0x00069005, list(property(0x0d, 0x3701, Buffer.concat([Buffer.alloc(16), inner])))),
      )
    const nested = wrap(wrap(container(attachment('a.txt', 'deep'))))
    expect(readTnef(nested).files.map(({ name }) => name)).toEqual([
      'attached-message.txt',
      'attached-message.txt',
      'a.txt',
    ])
    const bottomless = Array.from({ length: 10 }).reduce<Buffer>(wrap, container())
    expect(() => readTnef(bottomless)).toThrow(DamagedTnefError)
  })

  test('that is cut off or changed anywhere is not read in part', () => {
    const whole = container(attachment('a.txt', 'content'), attachment('b.txt', 'more'))
    const damaged = fc.record({ at: fc.nat(whole.length - 1), by: fc.integer({ min: 1, max: 255 }) })
    fc.assert(
      fc.property(damaged, ({ at, by }) => {
        const changed = Buffer.from(whole)
        changed[at] = (changed[at] ?? 0) ^ by
        const files = filesOf(changed)
        if (files !== null) expect(files.map(({ bytes }) => textOf(bytes))).not.toContain('conten')
      }),
    )
    for (let end = 4; end < whole.length; end += 1) {
      const files = filesOf(whole.subarray(0, end))
      if (files !== null) for (const { bytes } of files) expect(['content', 'more']).toContain(textOf(bytes))
    }
  })

  test('of any bytes is damaged, never worse', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
        filesOf(container(attribute(1, 0x00069003, bytes), attribute(2, 0x00069002, bytes)))
      }),
    )
  })
})

function filesOf(bytes: Buffer): ReturnType<typeof readTnef>['files'] | null {
  try {
    return readTnef(bytes).files
  } catch (error) {
    if (error instanceof DamagedTnefError) return null
    throw error
  }
}

describe('rich text', () => {
  test('is unpacked as its specification has it', () => {
    expect(textOf(decompressRtf(example))).toBe('{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n')
  })

  test('that claims to be very long is not unpacked', () => {
    const claim = Buffer.concat([
      number32(20),
      number32(0x7fffffff),
      number32(0x75465a4c),
      number32(0),
      Buffer.alloc(8),
    ])
    expect(() => decompressRtf(claim)).toThrow(DamagedTnefError)
  })

  test.each([
    [
      "{\\rtf1\\ansi\\ansicpg1252{\\fonttbl{\\f0 Arial;}}Gr\\u252?\\u223\\'dfe\\par und {\\b mehr}}",
      'Grüße\r\nund mehr',
    ],
    ["{\\rtf1\\ansi\\ansicpg1251 \\'cf\\'f0\\'e8\\'e2\\'e5\\'f2\\tab x}", 'Привет\tx'],
    ['{\\rtf1\\ansi{\\*\\generator Outlook;}\\{a\\}\\~b}', '{a}\u00a0b'],
    ['{\\rtf1 }}}}{{{', ''],
    ['\\', ''],
  ])('%j reads %j', (rtf, text) => {
    expect(readRtf(Buffer.from(rtf, 'latin1'))).toEqual({ kind: 'text', text })
  })

  test('that wraps HTML gives it back', () => {
    const rtf =
      '{\\rtf1\\ansi\\ansicpg1252\\fromhtml1 \\deff0{\\*\\htmltag19 <html>}{\\*\\htmltag64 <p>}\\htmlrtf {\\htmlrtf0 ' +
      "K\\'e4se {\\*\\htmltag84 <b>}\\htmlrtf {\\b\\htmlrtf0 fett\\htmlrtf }\\htmlrtf0 {\\*\\htmltag92 </b>}" +
      '\\htmlrtf }\\htmlrtf0 {\\*\\htmltag72 </p>}{\\*\\htmltag27 </html>}}'
    expect(readRtf(Buffer.from(rtf, 'latin1'))).toEqual({
      kind: 'html',
      text: '<html><p>Käse <b>fett</b></p></html>',
    })
  })

  test('that is endless in depth or length is read in one pass', () => {
    expect(readRtf(Buffer.from('{\\b'.repeat(300_000))).text).toBe('')
    expect(readRtf(Buffer.from("\\'e4".repeat(300_000))).text).toHaveLength(300_000)
  })
})
