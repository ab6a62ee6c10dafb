import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { MessagePart } from './message-part.ts'
import { createPassingScanner } from './passing-scanner.ts'
import { readStructure } from './read-structure.ts'

const bytesOf = (text: string): Uint8Array => new Uint8Array(Buffer.from(text.replaceAll('\n', '\r\n'), 'latin1'))
const textOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1')

/** "multipart/mixed(text/plain[Hello], …)". */
const outline = (part: MessagePart): string =>
  part.children.length === 0
    ? `${part.mediaType}[${textOf(part.body)}]`
    : `${part.mediaType}(${part.children.map(outline).join(', ')})`
const read = (text: string): string => outline(readStructure(bytesOf(text)).root)
const mixed = (body: string, boundary = 'b'): string => `Content-Type: multipart/mixed; boundary=${boundary}\n\n${body}`

describe('what a message consists of', () => {
  test.each([
    [
      'parts, without what stands before and behind',
      mixed('before\n--b\n\none\n--b\n\ntwo\n--b--\nbehind'),
      'one], text/plain[two',
    ],
    ['parts of which the last never ends', mixed('--b\n\none\n--b\n\ntwo'), 'one], text/plain[two'],
    ['parts with space behind the boundary', mixed('--b \t\n\none\n--b--  \n'), 'one'],
    ['parts of a boundary that begins like another', mixed('--b\n\none\n--bc\nstill\n--b--\n'), 'one\r\n--bc\r\nstill'],
    [
      'parts of a boundary that nobody declared',
      'Content-Type: multipart/mixed\n\n--x\nContent-Type: text/plain\n\none\n--x--\n',
      'one',
    ],
    ['parts of a boundary that was declared wrongly', mixed('--x\nContent-Type: text/plain\n\none\n--x--\n'), 'one'],
    [
      'parts of the declared boundary, even when another was guessed before',
      mixed('--x\nContent-Type: text/plain\n\npreamble\n--b\n\none\n--b--\n'),
      'one',
    ],
    ['an empty part', mixed('--b\n\n--b\n\ntwo\n--b--\n'), '], text/plain[two'],
    ['a part that begins without a header', mixed('--b\nno header\n--b--\n'), 'no header'],
  ])('%s', (_what, message, expected) => {
    expect(read(message)).toBe(`multipart/mixed(text/plain[${expected}])`)
  })

  test.each([
    ['a container without parts is a text', mixed('nothing but this'), 'text/plain[nothing but this]'],
    ['a closing line without a part closes nothing', mixed('text\n--b--\n'), 'text/plain[text\r\n--b--\r\n]'],
    ['no header at all', 'just words\nand more', 'text/plain[just words\r\nand more]'],
    [
      'a folded line of nothing but space is part of its field',
      'Subject: a\n \n b\nContent-Type: text/html\n\nx',
      'text/html[x]',
    ],
    [
      'a body without an empty line before it',
      'Subject: a\nHello there\n\nmore: x',
      'text/plain[Hello there\r\n\r\nmore: x]',
    ],
    ['a damaged line in a header ends nothing', 'Subject: a\ndamaged\nContent-Type: text/html\n\nx', 'text/html[x]'],
    ['a line of an mbox in front', 'From a@b Sat Nov 28\nContent-Type: text/html\n\nx', 'text/html[x]'],
    ['a byte order mark in front', '\u00ef\u00bb\u00bfContent-Type: text/html\n\nx', 'text/html[x]'],
    ['an empty message', '', 'text/plain[]'],
    [
      'the end of the outer container ends the inner one',
      mixed('--b\nContent-Type: multipart/mixed; boundary=i\n\n--i\n\ninner\n--b\n\nouter\n--b--\n'),
      'multipart/mixed(multipart/mixed(text/plain[inner]), text/plain[outer])',
    ],
    [
      'messages in a digest, with and without an empty header before them',
      'Content-Type: multipart/digest; boundary=b\n\n--b\n\nFrom: a@b\n\nx\n--b\nFrom: c@d\n\ny\n--b--\n',
      'multipart/digest(message/rfc822[From: a@b\r\n\r\nx], message/rfc822[From: c@d\r\n\r\ny])',
    ],
  ])('%s', (_what, message, expected) => {
    expect(read(message)).toBe(expected)
  })

  test.each([
    ['a carriage return', '\r'],
    ['a line feed', '\n'],
    ['two carriage returns and a line feed', '\r\r\n'],
  ])('lines that end with %s are lines, however they arrive', (_what, lineEnd) => {
    const message = `Subject: a\n${mixed('--b\n\none\n\nmore\n--b\nContent-Type: image/png\n\ntwo\n--b--\n')}`
    const bytes = new Uint8Array(Buffer.from(message.replaceAll('\n', lineEnd)))
    const shown = (part: MessagePart): string => outline(part).replaceAll(/\r?\r\n|\r/g, '\n')
    for (const chunkBytes of [1, 2, 3, 1_000]) {
      const scanner = createPassingScanner()
      for (let at = 0; at < bytes.length; at += chunkBytes) scanner.feed(bytes.subarray(at, at + chunkBytes))
      expect(shown(scanner.end().root)).toMatch(
        /^multipart\/mixed\(text\/plain\[one\n\nmore\n?\], image\/png\[two\n?\]\)$/,
      )
    }
    expect(shown(readStructure(bytes).root)).toMatch(/one\n\nmore\n?\], image\/png\[two/)
  })

  test('a carriage return alone in a message of other line ends ends no line', () => {
    expect(read('X: y\nSubject: a\rContent-Type: text/html\n\nx\ry')).toBe('text/plain[x\ry]')
  })

  test('a body lies where it is said to lie', () => {
    const message = bytesOf(mixed('--b\nContent-Type: image/png\n\nabc\n--b--\n'))
    const [part] = readStructure(message).root.children
    expect(textOf(message.subarray(part?.start, part?.end))).toBe('abc')
  })
})

/** Without what was kept of it. */
const places = (part: MessagePart): unknown => [part.mediaType, part.start, part.end, part.children.map(places)]

describe('a message that passes by', () => {
  test('consists of the same parts at the same places, however it is cut', () => {
    const piece = fc.constantFrom(
      '--b',
      '--b--',
      '--c',
      'Content-Type: multipart/mixed; boundary=b',
      'Content-Type: multipart/digest; boundary=c',
      'Content-Type: text/html',
      'Subject: x',
      '',
      ' ',
      'x',
      ':',
      '-',
      'text text',
      '='.repeat(50),
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), fc.constantFrom('\r\n', '\n'), fc.nat(40), (lines, end, cut) => {
        const message = new Uint8Array(
          Buffer.from(['Content-Type: multipart/mixed; boundary=b', '', ...lines].join(end)),
        )
        const scanner = createPassingScanner()
        for (let at = 0; at < message.length; at += cut + 1) scanner.feed(message.slice(at, at + cut + 1))
        const { root } = scanner.end()
        expect(places(root)).toEqual(places(readStructure(message).root))
        expect(outline(root)).toBe(outline(readStructure(message).root))
      }),
      { numRuns: 500 },
    )
  })

  test('is not kept beyond what has to be read', () => {
    const scanner = createPassingScanner()
    const line = new Uint8Array(Buffer.from(`${'QUJD'.repeat(19)}\r\n`))
    scanner.feed(
      bytesOf(mixed('--b\n\ntext\n--b\nContent-Type: application/pdf\nContent-Transfer-Encoding: base64\n\n')),
    )
    for (let count = 0; count < 20_000; count += 1) scanner.feed(line)
    scanner.feed(bytesOf('--b--\n'))
    const [text, file] = scanner.end().root.children
    expect([text?.isWhole, textOf(text?.body ?? new Uint8Array(0))]).toEqual([true, 'text'])
    expect([file?.isWhole, file?.body.length, file?.sizeBytes]).toEqual([false, 0, 20_000 * 57])
  })

  test('is read no further than a limit on its parts', () => {
    const scanner = createPassingScanner()
    scanner.feed(bytesOf(mixed('--b\n\nx\n'.repeat(10_001))))
    expect([scanner.isStopped, scanner.end().isComplete]).toEqual([true, false])
  })
})
