import { expect, test } from 'vitest'
import { homeCountryOf } from './judge-number.ts'

test.each([
  [['de-AT', 'en'], 'AT'],
  [['en', 'fr-CH'], 'CH'],
  [['de', 'en'], 'DE'],
  [['en'], null],
  [[], null],
])('the languages %j stand for the country %s', (languages, country) => {
  expect(homeCountryOf(languages)).toBe(country)
})
