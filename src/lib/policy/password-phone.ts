import { toAsciiDomain } from '../address/index.ts'
import { parsePhone, type E164, type PhoneRefusal } from '../phone/index.ts'
import { examplePhoneAddress } from './policy-errors.ts'

export interface HomeCountry {
  /** ISO 3166 code; serves only to show the right form of a number that was given in national form. */
  readonly homeCountry: string
}

export type PasswordPhone =
  /** Not an `@sms.local` address at all. */
  | { readonly kind: 'none' }
  | { readonly kind: 'phone'; readonly e164: E164; readonly country: string }
  | { readonly kind: 'refused'; readonly reason: PhoneRefusal | 'sub-domain'; readonly publicText: string }

const phoneDomain = 'sms.local'

/** Whether an address is, or tries to be, a phone for the password: `…@sms.local` and its sub-domains, in any case. */
export function isPhoneAddress(address: string): boolean {
  const domain = domainOf(address)
  return domain === phoneDomain || domain.endsWith(`.${phoneDomain}`)
}

/**
 * Reads `+4915123456789@sms.local`, as a bare address: no display name, no angle brackets. Spaces, dashes, dots and
 * brackets inside the number are taken, quoted or not. Only the international form with `+` is: a password that went to a
 * stranger cannot be called back, and `00` does not mean `+` everywhere. Every refusal says the right form; where it can
 * be computed, for `0151…` and `0049151…`, with the very number, so the text must not be logged.
 */
export function passwordPhone(address: string, { homeCountry }: HomeCountry): PasswordPhone {
  if (!isPhoneAddress(address)) return { kind: 'none' }
  if (domainOf(address) !== phoneDomain) {
    return refused('sub-domain', `Write @${phoneDomain} right behind the number, as in ${examplePhoneAddress}.`)
  }
  const written = unquoted(address.slice(0, address.lastIndexOf('@')))
  const parsed = parsePhone(written, { homeCountry })
  if (parsed.ok) return { kind: 'phone', e164: parsed.e164, country: parsed.country }
  const meant = [parsed.suggestion, withPlus(written)].flatMap((form) => (form === undefined ? [] : parsePhone(form)))
  const right = meant.find((phone) => phone.ok)
  if (right === undefined)
    return refused(parsed.reason, textOf(meant[0]?.ok === false ? meant[0].reason : parsed.reason))
  return refused(parsed.reason, `Write the mobile number with + and its country code: ${right.e164}@${phoneDomain}`)
}

/** `49151…`, where the plus sign got lost. */
function withPlus(written: string): string | undefined {
  return /^[1-9]/.test(written.trim()) ? `+${written.trim()}` : undefined
}

function refused(reason: PhoneRefusal | 'sub-domain', publicText: string): PasswordPhone {
  return { kind: 'refused', reason, publicText }
}

function textOf(reason: PhoneRefusal): string {
  const form = `write a mobile number with + and its country code, as in ${examplePhoneAddress}.`
  if (reason === 'cannot-receive-texts') return `This number cannot receive text messages; ${form}`
  if (reason === 'not-valid') return `No country has such a number; ${form}`
  if (reason === 'no-country') return `Numbers of satellite and international networks cannot be used; ${form}`
  return `This is not a mobile number in international form; ${form}`
}

function domainOf(address: string): string {
  const domain = address
    .slice(address.lastIndexOf('@') + 1)
    .trim()
    .replace(/\.$/, '')
    .normalize('NFC')
  return address.includes('@') ? (toAsciiDomain(domain) ?? '') : ''
}

/** RFC 5321 section 4.1.2: the quoted form is how a mail program sends a local part with spaces. */
function unquoted(localPart: string): string {
  const inner = /^"(.*)"$/s.exec(localPart.trim())?.[1]
  return inner === undefined ? localPart : inner.replace(/\\(.)/gs, '$1')
}
