import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { concatBytes, encodeUtf8 } from '../bytes/index.ts'
import { AgeError } from './age-error.ts'
import { createHeaderEndSearch } from './header-end.ts'
import { formatMac, formatUnsignedHeader, parseHeader, type Stanza } from './header.ts'

const mac = new Uint8Array(32).fill(7)
const macText = 'BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc'
const version = 'age-encryption.org/v1\n'

const format = (stanzas: readonly Stanza[]) => concatBytes(formatUnsignedHeader(stanzas), formatMac(mac))
const codeOf = (run: () => unknown): string => {
  try {
    run()
  } catch (error) {
    return error instanceof AgeError ? error.code : `unexpected ${String(error)}`
  }
  return 'no error'
}

const argument = fc.stringMatching(/^[\x21-\x7e]{1,20}$/)
const stanza: fc.Arbitrary<Stanza> = fc.record({
  args: fc.tuple(
    argument.filter((type) => type !== 'scrypt'),
    argument,
    argument,
  ),
  body: fc.uint8Array({ maxLength: 200 }),
})
const stanzas = fc.array(stanza, { minLength: 1, maxLength: 5 })

describe('a header that was written', () => {
  test('is read back as it was', () => {
    fc.assert(
      fc.property(stanzas, (written) => {
        const bytes = format(written)
        const read = parseHeader(bytes)
        expect(read).toEqual({ stanzas: written, mac, authenticated: formatUnsignedHeader(written) })
        expect(createHeaderEndSearch()(concatBytes(bytes, encodeUtf8('more\n--- and more\n')))).toBe(bytes.length)
      }),
    )
  })

  test('is refused when it ends anywhere earlier', () => {
    const bytes = format([{ args: ['X25519', 'share'], body: new Uint8Array(48) }])
    for (let end = 0; end < bytes.length; end++) {
      expect(codeOf(() => parseHeader(bytes.subarray(0, end)))).toBe('age.header.malformed')
    }
  })

  test('is found in pieces of every size', () => {
    const bytes = format([{ args: ['X25519', 'share'], body: new Uint8Array(32) }])
    for (const pieceBytes of [1, 2, 3, 50, 500]) {
      const search = createHeaderEndSearch()
      const answers = []
      for (let end = pieceBytes; end < bytes.length + pieceBytes; end += pieceBytes) {
        answers.push(search(bytes.subarray(0, end)))
      }
      expect(answers.pop()).toBe(bytes.length)
      expect(answers.every((answer) => answer === null)).toBe(true)
    }
  })
})

test.each([
  ['another version', `age-encryption.org/v2\n-> a\n\n--- ${macText}\n`],
  ['a carriage return', `age-encryption.org/v1\r\n-> a\n\n--- ${macText}\n`],
  ['no stanza', `${version}--- ${macText}\n`],
  ['a stanza without arguments', `${version}-> \n\n--- ${macText}\n`],
  ['two spaces', `${version}-> a  b\n\n--- ${macText}\n`],
  ['a trailing space', `${version}-> a \n\n--- ${macText}\n`],
  ['a control character', `${version}-> a\u0007\n\n--- ${macText}\n`],
  ['a byte above ASCII', `${version}-> \u00e4\n\n--- ${macText}\n`],
  ['a padded body', `${version}-> a\nQQ==\n--- ${macText}\n`],
  ['a body that is not canonical', `${version}-> a\nQR\n--- ${macText}\n`],
  ['a body without its short last line', `${version}-> a\n${'A'.repeat(64)}\n--- ${macText}\n`],
  ['a long body line', `${version}-> a\n${'A'.repeat(68)}\n\n--- ${macText}\n`],
  ['a short MAC', `${version}-> a\n\n--- ${macText.slice(1)}\n`],
  ['a MAC that is not canonical', `${version}-> a\n\n--- ${macText.slice(0, -1)}d\n`],
  ['no MAC', `${version}-> a\n\n---\n`],
  ['something after the MAC', `${version}-> a\n\n--- ${macText}\n-`],
  ['a passphrase next to a recipient', `${version}-> scrypt c2FsdA 10\nQQ\n-> X25519 a\nQQ\n--- ${macText}\n`],
])('%s is refused', (_what, text) => {
  expect(codeOf(() => parseHeader(Buffer.from(text, 'latin1')))).toBe('age.header.malformed')
})

describe('limits', () => {
  test('as many stanzas as allowed are read and one more is refused', () => {
    const many = (count: number) => format(Array.from({ length: count }, () => ({ args: ['a'], body: mac }) as const))
    expect(parseHeader(many(2000)).stanzas).toHaveLength(2000)
    expect(codeOf(() => parseHeader(many(2001)))).toBe('age.header.oversized')
  })

  test('a header over the limit is refused before it is looked at', () => {
    const bytes = new Uint8Array(100)
    expect(codeOf(() => parseHeader(bytes, { maxHeaderBytes: 99, maxStanzas: 1 }))).toBe('age.header.oversized')
  })

  test('an endless run of empty lines is refused at the first one', () => {
    const bytes = concatBytes(encodeUtf8(version), new Uint8Array(3_000_000).fill(10))
    expect(codeOf(() => parseHeader(bytes))).toBe('age.header.malformed')
  })

  test('a stream that does not begin like an age file is refused at its first byte', () => {
    expect(codeOf(() => createHeaderEndSearch()(encodeUtf8('b')))).toBe('age.header.malformed')
  })
})
