import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isPhoneAddress, passwordPhone } from './password-phone.ts'

const home = { homeCountry: 'DE' }
const right = '+4915123456789@sms.local'

describe('passwordPhone', () => {
  it.each([
    '+4915123456789@sms.local',
    '+4915123456789@SMS.LOCAL',
    '+4915123456789@sms.local.',
    '+4915123456789@ｓｍｓ.local',
    '+49 151 23456789@sms.local',
    '"+49 151 23456789"@sms.local',
    '"+49\\ 151 23456789"@Sms.Local',
    '+49-151-2345-6789@sms.local',
    '+49(0)151/23456789@sms.local',
    '+49\u00a0151\u00a023456789@sms.local',
    '＋４９１５１２３４５６７８９@sms.local',
    '+49151\u200b23456789@sms.local',
    '+٤٩١٥١٢٣٤٥٦٧٨٩@sms.local',
  ])('takes %j', (address) => {
    expect(passwordPhone(address, home)).toEqual({ kind: 'phone', e164: '+4915123456789', country: 'DE' })
  })

  it.each([
    ['015123456789@sms.local', 'DE', right],
    ['0151-2345 6789@sms.local', 'DE', right],
    ['004915123456789@sms.local', 'DE', right],
    ['004915123456789@sms.local', 'AT', right],
    ['4915123456789@sms.local', 'DE', right],
    ['4915123456789@sms.local', 'US', right],
    ['06641234567@sms.local', 'AT', '+436641234567@sms.local'],
    ['0791234567@sms.local', 'CH', '+41791234567@sms.local'],
    ['(415) 555-2671@sms.local', 'US', '+14155552671@sms.local'],
  ])('refuses %j of %s with the right form in the text', (address, homeCountry, form) => {
    const refused = passwordPhone(address, { homeCountry })
    expect(refused).toMatchObject({ kind: 'refused', publicText: expect.stringContaining(form) })
    expect(passwordPhone(form, home)).toMatchObject({ kind: 'phone' })
  })

  it.each([
    ['+4930901820@sms.local', 'cannot-receive-texts'],
    ['030901820@sms.local', 'national-form'],
    ['+498001234567@sms.local', 'cannot-receive-texts'],
    ['+49151@sms.local', 'not-valid'],
    ['+49151234567890123@sms.local', 'not-valid'],
    ['+88213300655@sms.local', 'no-country'],
    ['anna@sms.local', 'not-a-number'],
    ['+4915123456789+tag@sms.local', 'not-a-number'],
    ['+4915123456789;ext=5@sms.local', 'not-a-number'],
    ['@sms.local', 'empty'],
    [`+${'1'.repeat(500)}@sms.local`, 'too-long'],
    ['0151@sms.local', 'national-form'],
    ['+4915123456789@mail.sms.local', 'sub-domain'],
  ])('refuses %j as %s and says how a number is written', (address, reason) => {
    const refused = passwordPhone(address, home)
    expect(refused).toMatchObject({ kind: 'refused', reason })
    expect(refused.kind === 'refused' && refused.publicText).toMatch(/^[\x20-\x7e]{20,200}$/)
    expect(refused.kind === 'refused' && refused.publicText).toContain(right)
  })

  it.each([
    'anna@example.org',
    '+4915123456789@example.org',
    'x@notsms.local',
    'x@sms.local.example',
    '+4915123456789',
    '',
  ])('has nothing to say about %j', (address) => {
    expect(passwordPhone(address, home)).toEqual({ kind: 'none' })
  })

  it('answers anything at sms.local with E.164 or one ASCII line, and nothing else with a phone', () => {
    const domain = fc.constantFrom('sms.local', 'SMS.local', 'a.sms.local', 'example.org', '')
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^"?[+0-9 ().-]{0,24}"?$/)), domain, (local, at) => {
        const address = `${local}@${at}`
        const phone = passwordPhone(address, home)
        expect(phone.kind === 'none').toBe(!isPhoneAddress(address))
        if (phone.kind === 'phone') expect(phone.e164).toMatch(/^\+[1-9][0-9]{6,14}$/)
        if (phone.kind === 'refused') expect(phone.publicText).toMatch(/^[\x20-\x7e]+$/)
      }),
    )
  })
})
