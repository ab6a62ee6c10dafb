import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { maskPhone } from './mask-phone.ts'

describe('maskPhone', () => {
  it.each([
    ['+31649123425', '+31649****25'],
    ['+4915123456789', '+49151****89'],
    ['+491512345678901', '+49151****01'],
    ['+299221234', '+299****34'],
    ['+2905123', '+2****23'],
    ['+290512', '****'],
    ['+1', '****'],
    ['', '****'],
    ['0649123425', '****'],
    ['+31 649 123425', '****'],
    ['+31649123425; drop', '****'],
    ['not a number', '****'],
  ])('shows %j as %j', (number, masked) => {
    expect(maskPhone(number)).toBe(masked)
  })

  it('hides at least four digits and does not tell how many', () => {
    const e164 = fc.stringMatching(/^\+[1-9][0-9]{6,14}$/)
    fc.assert(
      fc.property(e164, (number) => {
        const masked = maskPhone(number)
        const [start = '', end = ''] = masked.split('****')
        expect(number.startsWith(start) && number.endsWith(end)).toBe(true)
        expect(number.length - start.length - end.length).toBeGreaterThanOrEqual(4)
        expect(masked.match(/\*/g)).toHaveLength(4)
      }),
    )
  })

  it('never shows a digit of something that is not E.164', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        fc.pre(!/^\+[1-9][0-9]{0,14}$/.test(text))
        expect(maskPhone(text)).toBe('****')
      }),
    )
  })
})
