import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { AppError } from '../errors/app-error.ts'
import { parseAddress } from '../address/index.ts'
import { maxPhones, readEnvelope } from './read-envelope.ts'
import { routes } from './routes.ts'

const home = { homeCountry: 'DE' }
const phone = '+4915123456789@sms.local'
const read = (...addresses: string[]) => readEnvelope(addresses, home)

describe('readEnvelope', () => {
  it('tells recipients, wishes and phones apart', () => {
    expect(
      read('Anna@example.org', phone, 'ben@example.org.attachment.local', 'jörg@MÜNCHEN.example.Direct.Local'),
    ).toEqual({
      recipients: [
        { address: 'anna@example.org', written: 'Anna@example.org', wish: null },
        { address: 'ben@example.org', written: 'ben@example.org', wish: 'attachment' },
        { address: 'jörg@xn--mnchen-3ya.example', written: 'jörg@münchen.example', wish: 'direct' },
      ],
      phones: ['+4915123456789'],
    })
  })

  it('takes one mailbox once, and the most protected of several wishes for it', () => {
    const twice = ['anna@x.example.direct.local', 'Anna@X.example', 'anna@x.example.attachment.local', phone, phone]
    expect(read(...twice)).toEqual({
      recipients: [{ address: 'anna@x.example', written: 'anna@x.example', wish: 'attachment' }],
      phones: ['+4915123456789'],
    })
  })

  it.each([
    [['015123456789@sms.local', 'anna@x.example'], 'policy.phone-invalid'],
    [[phone], 'policy.only-phones'],
    [['anna@server.local'], 'policy.address-undeliverable'],
    [['anna@portal.local'], 'policy.address-undeliverable'],
    [['anna@org.portal.local'], 'policy.address-undeliverable'],
    [['anna@x.example.portal.local.direct.local'], 'policy.address-undeliverable'],
    [['"anna maria"@x.example'], 'policy.address-invalid'],
    [['anna'], 'policy.address-invalid'],
    [
      ['a@x.example', ...Array.from({ length: 11 }, (_, at) => `+49151234567${10 + at}@sms.local`)],
      'policy.too-many-phones',
    ],
  ])('refuses %j as %s', (addresses, code) => {
    expect(() => readEnvelope(addresses, home)).toThrow(expect.objectContaining({ code }))
  })

  it('has nothing to say about nobody', () => {
    expect(read()).toEqual({ recipients: [], phones: [] })
  })

  it('loses nobody: every address is a recipient or a phone, or the whole envelope is refused', () => {
    const person = fc.constantFrom('anna@x.example', 'Ben@Y.example', 'jörg@münchen.example', 'a+b@z.example')
    const suffix = fc.constantFrom('', '.portal.local', '.ATTACHMENT.local', '.direct.local', '.other.local')
    const number = fc.integer({ min: 0, max: 99 }).map((end) => `+491512345${String(end).padStart(4, '0')}@sms.local`)
    const named = fc.oneof(
      fc.tuple(person, suffix).map((parts) => parts.join('')),
      number,
      fc.string(),
    )
    fc.assert(
      fc.property(fc.array(named, { maxLength: 30 }), (addresses) => {
        try {
          const envelope = readEnvelope(addresses, home)
          const known = new Set(envelope.recipients.map(({ address }) => address))
          for (const address of addresses) {
            const bare = parseAddress(address.replace(/\.(portal|attachment|direct)\.local$/i, ''))?.address ?? ''
            const isPhone = envelope.phones.some((e164) => address.startsWith(e164))
            expect(isPhone || known.has(bare), address).toBe(true)
          }
          expect(envelope.phones.length).toBeLessThanOrEqual(maxPhones)
          for (const { wish } of envelope.recipients) expect([null, ...routes]).toContain(wish)
        } catch (error) {
          if (!(error instanceof AppError)) throw error
          expect(error.publicText).toMatch(/^[\x20-\x7e]+$/)
        }
      }),
    )
  })
})
