import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseAddress, toAsciiDomain } from './index.ts'

describe('parseAddress', () => {
  test.each([
    ['anna.weber@praxis.example', 'anna.weber@praxis.example'],
    ['Anna.Weber@PRAXIS.Example', 'anna.weber@praxis.example'],
    ["o'neil+tag@praxis.example", "o'neil+tag@praxis.example"],
    ['info@münchen.example', 'info@xn--mnchen-3ya.example'],
    ['info@xn--mnchen-3ya.example', 'info@xn--mnchen-3ya.example'],
    ['müller@praxis.example', 'müller@praxis.example'],
    ['mu\u0308ller@praxis.example', 'müller@praxis.example'],
    [`${'a'.repeat(64)}@praxis.example`, `${'a'.repeat(64)}@praxis.example`],
  ])('reads %s as %s', (text, address) => {
    expect(parseAddress(text)?.address).toBe(address)
  })

  test.each([
    ['Anna.Weber@PRAXIS.Example', 'Anna.Weber@praxis.example'],
    ['ANNA+Tag@praxis.example', 'ANNA+Tag@praxis.example'],
    ['Mu\u0308ller@praxis.example', 'Mu\u0308ller@praxis.example'],
    ['M\u00fcller@praxis.example', 'M\u00fcller@praxis.example'],
    ['Info@M\u00dcNCHEN.example', 'Info@m\u00fcnchen.example'],
    ['info@mu\u0308nchen.example', 'info@m\u00fcnchen.example'],
    ['info@XN--mnchen-3ya.example', 'info@xn--mnchen-3ya.example'],
    ['info@m\u00fcnchen\u3002example', 'info@m\u00fcnchen.example'],
    ['info@\uff50raxis.example', 'info@praxis.example'],
    ['info@stra\u00dfe.example', 'info@stra\u00dfe.example'],
  ])('keeps %s for sending and showing as %s', (text, written) => {
    expect(parseAddress(text)?.written).toBe(written)
  })

  test.each([
    '',
    '@',
    'anna',
    'anna@',
    '@praxis.example',
    'anna@praxis',
    'anna@localhost',
    'anna@@praxis.example',
    'anna weber@praxis.example',
    'anna\r\nBcc: x@praxis.example',
    'anna\u202e@praxis.example',
    'anna\u200b@praxis.example',
    'anna\u00ad@praxis.example',
    'anna@prax\u200bis.example',
    '.anna@praxis.example',
    'anna.@praxis.example',
    'an..na@praxis.example',
    '"anna weber"@praxis.example',
    'Anna <anna@praxis.example>',
    'anna@[192.0.2.1]',
    'anna@192.0.2.1',
    'anna@0x7f.1',
    'anna@praxis.example.',
    'anna@praxis..example',
    'anna@-praxis.example',
    'anna@praxis.example:25',
    'anna@praxis.example/x',
    'anna@pra%78is.example',
    'anna,eva@praxis.example',
    `${'a'.repeat(65)}@praxis.example`,
    `${'ü'.repeat(33)}@praxis.example`,
    `anna@${'a'.repeat(64)}.example`,
    `anna@${'a.'.repeat(130)}example`,
  ])('refuses %j', (text) => {
    expect(parseAddress(text)).toBeNull()
  })

  test('what it returns is read again as itself, and nothing makes it throw', () => {
    const texts = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.emailAddress(),
      fc.tuple(fc.string(), fc.domain()).map(([name, domain]) => `${name}@${domain}`),
    )
    fc.assert(
      fc.property(texts, (text) => {
        const parsed = parseAddress(text)
        if (parsed === null) return
        const { address, localPart, domain } = parsed
        expect(parseAddress(parsed.address)).toMatchObject({ address, localPart, domain })
        expect(parseAddress(parsed.written)).toEqual(parsed)
        expect(parsed.address).toBe(`${parsed.localPart}@${parsed.domain}`)
        expect(parsed.domain).toMatch(/^[a-z0-9.-]+$/)
      }),
    )
  })
})

describe('toAsciiDomain', () => {
  test.each([
    ['Praxis.Example', 'praxis.example'],
    ['straße.example', 'xn--strae-oqa.example'],
    ['sub.praxis.example', 'sub.praxis.example'],
  ])('writes %s as %s', (text, domain) => {
    expect(toAsciiDomain(text)).toBe(domain)
  })

  test.each(['example', 'a_b.example', '1.2.3.4', '☃', 'praxis.123', 'user@praxis.example', 'praxis.example?x'])(
    'refuses %s',
    (text) => {
      expect(toAsciiDomain(text)).toBeNull()
    },
  )
})
