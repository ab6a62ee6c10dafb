import { describe, expect, test } from 'vitest'
import { joinFields, splitFields } from './header-block.ts'
import { readMessage, readStructure } from './index.ts'
import { readCms } from './smime/read-cms.ts'
import { createPassingScanner } from './structure/passing-scanner.ts'

/** More pieces than a function may have arguments: each line of a mail is one, and a table of figures has as many lines. */
const many = 150_000
const bytesOf = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'latin1'))
const value = (tag: number, ...contents: readonly Uint8Array[]): Buffer => {
  const content = Buffer.concat(contents)
  const head = Buffer.alloc(6)
  head.writeUInt8(tag, 0)
  head.writeUInt8(0x84, 1)
  head.writeUInt32BE(content.length, 2)
  return Buffer.concat([head, content])
}

describe('more lines than a function takes arguments', () => {
  test('in a body that is read while it passes by', () => {
    const scanner = createPassingScanner()
    scanner.feed(bytesOf(`Content-Type: text/plain\n\n${'1\n'.repeat(many)}`))
    expect(scanner.end().root.body).toHaveLength(2 * many)
  })

  test('in a uuencoded body, as a text and as a file', () => {
    const encoded = `Content-Transfer-Encoding: x-uuencode\n\nbegin 644 a\n${'!00``\n'.repeat(many)}end\n`
    const options = { isTextOnly: false, pgpBlockText: '', isWithBytes: true }
    const text = readMessage(readStructure(bytesOf(`Content-Type: text/plain\n${encoded}`)), options)
    expect(text.body.text).toHaveLength(many)
    const file = readMessage(readStructure(bytesOf(`Content-Type: image/png\n${encoded}`)), options)
    expect(file.files.map(({ sizeBytes }) => sizeBytes)).toEqual([many])
  })

  test('in a header, which is written back as it was', () => {
    const header = bytesOf('a:\n'.repeat(many))
    expect(joinFields(splitFields(header), new Uint8Array(0))).toHaveLength(header.length)
  })

  test('in the pieces of a signed message', () => {
    const text = value(0x24, Buffer.alloc(3 * many, '\x04\x01A', 'latin1'))
    const inner = value(0x30, value(0x06, Buffer.from('2a864886f70d010701', 'hex')), value(0xa0, text))
    const signed = value(0x30, value(0x02, Buffer.of(1)), value(0x31), inner)
    const cms = value(0x30, value(0x06, Buffer.from('2a864886f70d010702', 'hex')), value(0xa0, signed))
    const read = readCms(cms)
    expect(read.kind === 'signed' ? read.content : null).toHaveLength(many)
  })
})
