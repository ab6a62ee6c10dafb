import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decodeUtf8, encodeUtf8 } from '../bytes/index.ts'
import { endOfHeader, joinFields, splitFields, valueOf } from './header-block.ts'

const bytes = encodeUtf8

describe('endOfHeader', () => {
  test.each([
    ['A: 1\r\n\r\nbody', 8],
    ['A: 1\r\nB: 2\r\n\r\n', 14],
    ['\r\nbody', 2],
    ['A: 1\r\n', -1],
    ['', -1],
    ['A: 1\r\n\r', -1],
  ])('%j ends at %i', (text, end) => {
    expect(endOfHeader(bytes(text))).toBe(end)
  })
})

describe('splitFields', () => {
  test('keeps folded lines with their field and lower-cases names', () => {
    const fields = splitFields(bytes('Subject: a\r\n b\r\nBCC: x@y\r\n'))
    expect(fields.map((field) => field.name)).toEqual(['subject', 'bcc'])
    expect(valueOf(fields[0] ?? { name: '', raw: bytes('') })).toBe('a b')
  })

  test('a line that is no field has no name and is kept', () => {
    expect(splitFields(bytes('no field here\r\nA: 1\r\n')).map((field) => field.name)).toEqual(['', 'a'])
  })

  test('splitting and joining gives the same bytes, whatever they are', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (any) => {
        expect(joinFields(splitFields(any), new Uint8Array())).toEqual(new Uint8Array(any))
      }),
    )
  })

  test('lines put in front come first', () => {
    expect(decodeUtf8(joinFields(splitFields(bytes('A: 1\r\n')), bytes('R: 0\r\n')))).toBe('R: 0\r\nA: 1\r\n')
  })
})
