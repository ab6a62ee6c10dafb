import { describe, expect, it } from 'vitest'
import { countryOf } from './country-of.ts'

describe('countryOf', () => {
  it.each([
    ['+4915123456789', 'DE'],
    ['+31649123425', 'NL'],
    ['+41791234567', 'CH'],
    ['+436641234567', 'AT'],
    ['+14155552671', 'US'],
    ['+16045551234', 'CA'],
    ['+77011234567', 'KZ'],
    ['+79161234567', 'RU'],
  ])('places %s in %s', (number, country) => {
    expect(countryOf(number)).toBe(country)
  })

  it.each([['+88213300655'], ['+80012345678'], ['+999123456'], ['015123456789'], ['+49 151 23456789'], ['+'], ['']])(
    'has no country for %j',
    (number) => {
      expect(countryOf(number)).toBeUndefined()
    },
  )
})
