import { parseAddress, type MailAddress } from '../address/index.ts'
import type { E164 } from '../phone/index.ts'
import { passwordPhone, type HomeCountry } from './password-phone.ts'
import { policyErrors } from './policy-errors.ts'
import { maxPhones } from './read-envelope.ts'

export interface PasswordDestinations {
  readonly phones: readonly E164[]
  /** As they are written; whether a password may go there is decided by `planPassword`. */
  readonly addresses: readonly string[]
}

const maxCharacters = 4096
const maxAddresses = 10

/**
 * Reads the value of X-Sealpost-Password-To: numbers and mail addresses between commas or semicolons
 * (`+49 151 23456789, other@example.org`), each with or without angle brackets. Throws an AppError for anything it cannot
 * read, because a password that goes to fewer places than the sender named would be missed. Its text may hold a number.
 */
export function readPasswordHeader(value: string, home: HomeCountry): PasswordDestinations {
  if (value.length > maxCharacters) throw policyErrors.passwordToTooLong()
  const phones = new Set<E164>()
  const addresses = new Map<string, string>()
  const entries = value.split(/[,;]/).map((entry) => (/<([^<>]*)>\s*$/.exec(entry)?.[1] ?? entry).trim())
  for (const entry of entries.filter((text) => text !== '')) {
    const read = readEntry(entry, home)
    if ('phone' in read) phones.add(read.phone)
    else addresses.set(read.address, read.written)
  }
  if (phones.size > maxPhones || addresses.size > maxAddresses) throw policyErrors.passwordToTooLong()
  return { phones: [...phones], addresses: [...addresses.values()] }
}

function readEntry(entry: string, home: HomeCountry): { readonly phone: E164 } | MailAddress {
  const isNumber = /^[+(]*\d/.test(entry) && !entry.includes('@')
  // A bare number is read as the address that would name it, so both are judged by one rule.
  const phone = passwordPhone(isNumber ? `${entry}@sms.local` : entry, home)
  if (phone.kind === 'phone') return { phone: phone.e164 }
  if (phone.kind === 'refused') throw policyErrors.phoneInvalid(phone.publicText)
  const address = parseAddress(entry)
  if (address === null || address.domain.endsWith('.local')) throw policyErrors.passwordToInvalid()
  return address
}
