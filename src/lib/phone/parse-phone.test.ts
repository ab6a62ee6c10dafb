import fc from 'fast-check'
import examples from 'libphonenumber-js/mobile/examples'
import { getCountries, getExampleNumber } from 'libphonenumber-js/max'
import { describe, expect, it } from 'vitest'
import { maskPhone } from './mask-phone.ts'
import { parsePhone, parseTypedPhone } from './parse-phone.ts'

describe('parsePhone', () => {
  it.each([
    ['+4915123456789', '+4915123456789', 'DE', 'mobile'],
    [' +49 151 23456789 ', '+4915123456789', 'DE', 'mobile'],
    ['+49 (0) 151 / 234-567.89', '+4915123456789', 'DE', 'mobile'],
    ['+49\u00a0151\u00a023456789', '+4915123456789', 'DE', 'mobile'],
    ['+49 151–2345–6789', '+4915123456789', 'DE', 'mobile'],
    ['+٤٩ ١٥١ ٢٣٤٥٦٧٨٩', '+4915123456789', 'DE', 'mobile'],
    ['+۴۹۱۵۱۲۳۴۵۶۷۸۹', '+4915123456789', 'DE', 'mobile'],
    ['+४९ १५१ २३४५६७८९', '+4915123456789', 'DE', 'mobile'],
    ['＋４９ １５１ ２３４５６７８９', '+4915123456789', 'DE', 'mobile'],
    ['\u202a+49\u2009151\u200b23456789\u202c', '+4915123456789', 'DE', 'mobile'],
    ['+31649123425', '+31649123425', 'NL', 'mobile'],
    ['+1 (415) 555-2671', '+14155552671', 'US', 'mobile-or-fixed'],
  ])('takes %j as %s', (input, e164, country, kind) => {
    expect(parsePhone(input)).toEqual({ ok: true, e164, country, kind })
  })

  it.each([
    ['', 'empty'],
    ['   ', 'empty'],
    ['+', 'not-a-number'],
    ['+49 151 23456789 ext 5', 'not-a-number'],
    ['+49 151 23456789; +49 151 23456780', 'not-a-number'],
    ['+49 151 23456789\n+49 151 23456780', 'not-a-number'],
    ['call +4915123456789', 'not-a-number'],
    ['++4915123456789', 'not-a-number'],
    ['+49151', 'not-valid'],
    ['+49151234567890123', 'not-valid'],
    ['+999123456', 'not-valid'],
    ['+0151234567', 'not-valid'],
    ['+88213300655', 'no-country'],
    ['+80012345678', 'no-country'],
    ['+49 30 901820', 'cannot-receive-texts'],
    ['+49 900 1234567', 'cannot-receive-texts'],
    ['+49 800 1234567', 'cannot-receive-texts'],
    ['+44 7012 345678', 'cannot-receive-texts'],
    ['+'.padEnd(65, '1'), 'too-long'],
  ])('refuses %j as %s', (input, reason) => {
    expect(parsePhone(input)).toMatchObject({ ok: false, reason })
  })

  it.each([
    ['0151 23456789', 'DE', '+49 1512 3456789'],
    ['0049 151 23456789', undefined, '+49 1512 3456789'],
    ['0031649123425', 'DE', '+31 6 49123425'],
    ['0664 1234567', 'AT', '+43 664 1234567'],
    ['079 123 45 67', 'CH', '+41 79 123 45 67'],
  ])('refuses the national form %j and says the right form', (input, homeCountry, suggestion) => {
    const parsed = parsePhone(input, homeCountry === undefined ? {} : { homeCountry })
    expect(parsed).toMatchObject({ ok: false, reason: 'national-form', suggestion })
    expect(parsed.ok ? '' : parsed.publicText).toContain(suggestion)
    expect(parsePhone(suggestion)).toMatchObject({ ok: true })
  })

  it.each([
    ['0151 23456789', undefined],
    ['0151 23456789', 'XX'],
    ['123', 'DE'],
  ])(
    'refuses the national form %j with an invented example when the country %j does not help',
    (input, homeCountry) => {
      const parsed = parsePhone(input, homeCountry === undefined ? {} : { homeCountry })
      expect(parsed).toMatchObject({ ok: false, reason: 'national-form' })
      expect(parsed).not.toHaveProperty('suggestion')
      expect(parsed.ok ? '' : parsed.publicText).toContain('+49 151 23456789')
    },
  )

  it('takes an example mobile number of every country, however it is written', () => {
    const countries = getCountries()
    expect(countries.length).toBeGreaterThan(200)
    for (const country of countries) {
      const example = getExampleNumber(country, examples)
      if (example === undefined) continue
      expect(parsePhone(example.formatInternational()), country).toMatchObject({ ok: true, e164: example.number })
    }
  })

  it('answers every input with one form or one reason and stays within E.164', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^\+[0-9 ().-]{0,20}$/)), (input) => {
        const parsed = parsePhone(input, { homeCountry: 'DE' })
        if (!parsed.ok) return
        expect(parsed.e164).toMatch(/^\+[1-9][0-9]{6,14}$/)
        expect(parsePhone(parsed.e164)).toEqual(parsed)
        expect(maskPhone(parsed.e164)).not.toBe('****')
      }),
    )
  })

  it('does not repeat the number in the text of a refusal without a suggestion', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^\+?[0-9]{7,20}$/), (input) => {
        const parsed = parsePhone(input)
        if (parsed.ok || parsed.suggestion !== undefined) return
        expect(parsed.publicText).not.toContain(input)
      }),
    )
  })
})

describe('parseTypedPhone', () => {
  it.each([
    ['0171 3920012', 'DE', '+491713920012'],
    ['0171/392-00 12', 'DE', '+491713920012'],
    ['0049 171 3920012', 'DE', '+491713920012'],
    ['0031 6 49123425', 'DE', '+31649123425'],
    ['0664 1234567', 'AT', '+436641234567'],
    ['079 123 45 67', 'CH', '+41791234567'],
    ['+31 6 49123425', 'DE', '+31649123425'],
    ['415 555 2671', 'US', '+14155552671'],
  ])('takes %j in %s as meant: %s', (typed, homeCountry, e164) => {
    expect(parseTypedPhone(typed, { homeCountry })).toMatchObject({ ok: true, e164 })
  })

  it.each([
    ['030 901820', 'DE', 'cannot-receive-texts'],
    ['0049 30 901820', 'AT', 'cannot-receive-texts'],
    ['0900 1234567', 'DE', 'cannot-receive-texts'],
    ['0151', 'DE', 'national-form'],
    ['0171 3920012', 'CH', 'national-form'],
    ['0171 3920012', 'XX', 'national-form'],
    ['01', 'DE', 'national-form'],
    ['', 'DE', 'empty'],
  ])('refuses %j in %s at once: %s', (typed, homeCountry, reason) => {
    expect(parseTypedPhone(typed, { homeCountry })).toMatchObject({ ok: false, reason })
  })
})
