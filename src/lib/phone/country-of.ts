import { parsePhoneNumberFromString } from 'libphonenumber-js/max'

/**
 * The ISO 3166-1 country ("DE") an E.164 number belongs to, or undefined for anything else: international networks and
 * satellites have no country, and neither has a number that no plan knows. Treat undefined as "not allowed".
 */
export function countryOf(e164: string): string | undefined {
  if (!/^\+[1-9][0-9]{1,14}$/.test(e164)) return undefined
  return parsePhoneNumberFromString(e164)?.country
}
