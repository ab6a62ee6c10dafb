import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createDataFraming } from './data-framing.ts'

/** Feeds the input in pieces cut at the given places and returns what came out. */
function frame(input: string, cuts: readonly number[] = []) {
  const framing = createDataFraming()
  const bytes = Buffer.from(input, 'latin1')
  const edges = [0, ...cuts.map((cut) => cut % (bytes.length + 1)).toSorted((a, b) => a - b), bytes.length]
  let content = ''
  for (let index = 1; index < edges.length; index++) {
    const start = edges[index - 1] ?? 0
    const framed = framing.push(bytes.subarray(start, edges[index]))
    content += Buffer.concat([...framed.content]).toString('latin1')
    if (framed.end !== -1) return { content, rest: input.slice(start + framed.end), fault: framing.fault() }
  }
  return { content, rest: null, fault: framing.fault() }
}

const everyCut = (input: string) => Array.from({ length: input.length }, (_unused, index) => index)

describe('data framing', () => {
  test.each([
    ['a\r\n.\r\n', 'a\r\n', ''],
    ['.\r\n', '', ''],
    ['a\r\n.\r\nQUIT\r\n', 'a\r\n', 'QUIT\r\n'],
    ['..\r\n.\r\n', '.\r\n', ''],
    ['...\r\n.\r\n', '..\r\n', ''],
    ['.text\r\n.\r\n', 'text\r\n', ''],
    ['..text\r\n.\r\n', '.text\r\n', ''],
    ['a\r\n.b\r\n..c\r\nd.\r\n.\r\n', 'a\r\nb\r\n.c\r\nd.\r\n', ''],
    ['\r\n\r\n.\r\n', '\r\n\r\n', ''],
    ['a.b\r\n.\r\n', 'a.b\r\n', ''],
    ['a\0b\xff\r\n.\r\n', 'a\0b\xff\r\n', ''],
  ])('%j is the message %j', (input, content, rest) => {
    expect(frame(input)).toEqual({ content, rest, fault: null })
    expect(frame(input, everyCut(input))).toEqual({ content, rest, fault: null })
  })

  test.each([
    ['a\r\nb\n.\r\nMAIL\r\n.\r\n', 'bare-lf', 2],
    ['a\n.\n\r\n.\r\n', 'bare-lf', 1],
    ['a\r\n.\nMAIL\r\n.\r\n', 'bare-lf', 2],
    ['a\r\n.\rMAIL\r\n.\r\n', 'bare-cr', 2],
    ['a\r.\r\nMAIL\r\n.\r\n', 'bare-cr', 1],
    ['a\r.\rMAIL\r\n.\r\n', 'bare-cr', 1],
    ['a\r\n.\r\r\nMAIL\r\n.\r\n', 'bare-cr', 2],
    ['a\r\r\n.\r\n', 'bare-cr', 1],
    ['\n.\r\nMAIL\r\n.\r\n', 'bare-lf', 1],
    ['a\r\n\n.\r\nMAIL\r\n.\r\n', 'bare-lf', 2],
    ['a\r\n\r.\r\nMAIL\r\n.\r\n', 'bare-cr', 2],
  ])('%j is refused as a whole and ends at its true end', (input, kind, line) => {
    for (const cuts of [[], everyCut(input)]) {
      const framed = frame(input, cuts)
      expect(framed.fault).toEqual({ kind, line })
      expect(framed.rest).toBe('')
    }
  })

  test.each(['a\r\n.\r', 'a\r\n.', 'a\r\n', 'a\r\n.\0\r\n', 'a\r\n.\r\0\n', 'a\r\n \r\n', 'a\0\r\n.\0\r\n'])(
    'nothing but CRLF . CRLF ends a message: not %j',
    (input) => {
      expect(frame(input).rest).toBeNull()
    },
  )

  test('any message that is stuffed with dots comes out as it was, however it is cut', () => {
    const lines = fc.array(
      fc.array(fc.constantFrom('.', 'a', '\0', '..', '\xe4'), { maxLength: 4 }).map((l) => l.join('')),
    )
    fc.assert(
      fc.property(lines, fc.array(fc.nat()), (written, cuts) => {
        const message = written.map((line) => `${line}\r\n`).join('')
        const wire = `${message.replace(/^\./gm, '..')}.\r\nNOOP\r\n`
        const framed = frame(wire, cuts)
        expect(framed.content).toBe(message)
        expect(framed.rest?.endsWith('NOOP\r\n')).toBe(true)
      }),
    )
  })

  test('what is kept never holds a CR or LF alone, and the cuts change nothing', () => {
    const noise = fc
      .array(fc.constantFrom('\r', '\n', '.', 'a', '\0', '\r\n', '\r\n.\r\n'))
      .map((parts) => parts.join(''))
    fc.assert(
      fc.property(noise, fc.array(fc.nat()), (input, cuts) => {
        const whole = frame(input)
        const cut = frame(input, cuts)
        expect(cut.fault).toEqual(whole.fault)
        expect(cut.rest === null).toBe(whole.rest === null)
        if (whole.fault !== null || whole.rest === null) return
        expect(whole.content).not.toMatch(/\r(?!\n)|(?<!\r)\n/)
        expect(cut.content).toBe(whole.content)
      }),
      { numRuns: 3000 },
    )
  })
})
