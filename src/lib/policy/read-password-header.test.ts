import { describe, expect, it } from 'vitest'
import { readPasswordHeader } from './read-password-header.ts'

const read = (value: string) => readPasswordHeader(value, { homeCountry: 'DE' })

describe('readPasswordHeader', () => {
  it.each([
    ['', [], []],
    [' , ;', [], []],
    ['+4915123456789', ['+4915123456789'], []],
    ['+49 151 23456789, Other@Example.org', ['+4915123456789'], ['Other@example.org']],
    ['Anna <anna@example.org>; "Ben" <+49 151 23456789@sms.local>', ['+4915123456789'], ['anna@example.org']],
    ['+4915123456789, +49-151-23456789@sms.local', ['+4915123456789'], []],
    ['jörg@münchen.example, +43 664 1234567', ['+436641234567'], ['jörg@münchen.example']],
  ])('reads %j', (value, phones, addresses) => {
    expect(read(value)).toEqual({ phones, addresses })
  })

  it.each([
    ['0151 23456789', 'policy.phone-invalid', '+4915123456789'],
    ['+4915123456789, +49 30 901820', 'policy.phone-invalid', 'cannot receive text messages'],
    ['anna@example.org, somebody', 'policy.password-to-invalid', 'neither a phone number'],
    ['anna@server.local', 'policy.password-to-invalid', 'neither a phone number'],
    ['a@b@c', 'policy.password-to-invalid', 'neither a phone number'],
    [Array.from({ length: 11 }, (_, at) => `a${at}@x.example`).join(), 'policy.password-to-too-long', 'too many'],
    [Array.from({ length: 11 }, (_, at) => `+49151234567${10 + at}`).join(), 'policy.password-to-too-long', 'too many'],
    ['x'.repeat(5000), 'policy.password-to-too-long', 'too many'],
  ])('refuses %j whole, rather than send the password to fewer places', (value, code, words) => {
    expect(() => read(value)).toThrow(expect.objectContaining({ code, publicText: expect.stringContaining(words) }))
  })
})
