import fc from 'fast-check'
import { expect, test } from 'vitest'
import { authorDomain, headerSection, readHeaderFields } from './header-fields.ts'
import { withCrlf } from './line-ends.ts'

const fieldsOf = (text: string) => readHeaderFields(headerSection(withCrlf(Buffer.from(text))))

test('whatever comes in, only CRLF ends a line on the way out, and no other byte changes', () => {
  const bytes = fc.array(fc.constantFrom(0x0d, 0x0a, 0x2e, 0x41, 0xc3, 0x00), { maxLength: 60 })
  fc.assert(
    fc.property(bytes, (input) => {
      const out = withCrlf(Uint8Array.from(input))
      expect(out.toString('latin1').replaceAll('\r\n', '')).not.toMatch(/[\r\n]/)
      expect(out.toString('latin1').endsWith('\r\n')).toBe(true)
      const without = (data: Iterable<number>) => [...data].filter((byte) => byte !== 0x0d && byte !== 0x0a)
      expect(without(out)).toEqual(without(input))
      expect(withCrlf(out)).toEqual(out)
    }),
  )
})

test('fields are unfolded, in order, and end at the empty line', () => {
  expect(fieldsOf('Received: one\n  two\nreceived : three\nno field\n\nFrom: body@example.test\n')).toEqual([
    { name: 'received', value: 'one two' },
    { name: 'received', value: 'three' },
  ])
})

test.each([
  ['a@Clinic.Test', 'clinic.test'],
  ['"Evil <x@bank.test>" <a@clinic.test>', 'clinic.test'],
  ['=?utf-8?q?Dr=2E?= <a@clinic.test>', 'clinic.test'],
  ['a@clinic.test, b@bank.test', undefined],
  ['nobody', undefined],
  ['', undefined],
])('the author of From: %s speaks for %s', (from, domain) => {
  expect(authorDomain(fieldsOf(`From: ${from}\n\n`))).toBe(domain)
})

test('two From fields speak for nobody', () => {
  expect(authorDomain(fieldsOf('From: a@clinic.test\nFrom: b@bank.test\n\n'))).toBeUndefined()
})

test('a header without end is read up to a bound', () => {
  expect(headerSection(Buffer.alloc(2_000_000, 0x41)).length).toBe(256 * 1024)
})
