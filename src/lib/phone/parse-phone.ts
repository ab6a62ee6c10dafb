import { isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js/max'
import type { PhoneNumber } from 'libphonenumber-js/max'
import { dropUnseen, toAsciiDigits } from '../text/index.ts'

/** A number in E.164 form, `+` and 7 to 15 digits, that passed `parsePhone`. */
export type E164 = string & { readonly brand: 'E164' }

/** `mobile-or-fixed`: countries such as the USA, whose numbers do not tell; a text may or may not arrive. */
export type PhoneKind = 'mobile' | 'mobile-or-fixed' | 'internet'

/** Stable words for why a number was not taken; the text beside them is for people. */
export type PhoneRefusal =
  | 'empty'
  | 'too-long'
  | 'not-a-number'
  | 'national-form'
  | 'not-valid'
  | 'no-country'
  | 'cannot-receive-texts'

export type ParsedPhone =
  | { readonly ok: true; readonly e164: E164; readonly country: string; readonly kind: PhoneKind }
  | {
      readonly ok: false
      readonly reason: PhoneRefusal
      readonly publicText: string
      /** The same number in the form that would have been taken, if there is one. */
      readonly suggestion?: string
    }

const maxCharacters = 64
const inventedExample = '+49 151 23456789'

/** Paging, voice mail, personal and premium numbers cost money or read a code aloud; none is a phone in a hand. */
const usableKinds: Readonly<Record<string, PhoneKind>> = {
  MOBILE: 'mobile',
  FIXED_LINE_OR_MOBILE: 'mobile-or-fixed',
  VOIP: 'internet',
}

/**
 * Reads a phone number somebody typed. Only international form (`+49 …`) is taken, because guessing a country may send
 * a code to a stranger. A number in national form is refused with the right form in the text; `homeCountry` ("DE")
 * serves only to suggest that form. The refusal texts never repeat what was typed, except in `suggestion`.
 */
export function parsePhone(input: string, options: { readonly homeCountry?: string } = {}): ParsedPhone {
  if (input.length > maxCharacters) return refuse('too-long', 'This is too long for a phone number.')
  const written = toAsciiDigits(dropUnseen(input).normalize('NFKC')).replaceAll(/\s/g, ' ').trim()
  if (written === '') return refuse('empty', `Enter a mobile number in international form, such as ${inventedExample}.`)
  if (!/^\+?[0-9 ().\-/\u2010-\u2015]+$/.test(written)) {
    return refuse('not-a-number', `Enter one number with digits only, such as ${inventedExample}.`)
  }
  if (!written.startsWith('+')) return refuseNationalForm(written, options.homeCountry)
  return judge(parsePhoneNumberFromString(written, { extract: false }))
}

/**
 * Reads a number that somebody of the organisation types for a recipient: the international form, and the national one
 * of `homeCountry` ("DE") when it is a number of that country (`0171 …`, `0049 171 …`), because that is what a person
 * who leaves the country code out means. Not for what machines hand in: there nobody sees how it was understood.
 */
export function parseTypedPhone(input: string, { homeCountry }: { readonly homeCountry: string }): ParsedPhone {
  const parsed = parsePhone(input, { homeCountry })
  if (parsed.ok || parsed.suggestion === undefined) return parsed
  return parsePhone(parsed.suggestion)
}

/** A parsed number as people write it: `+49 171 3920012`. */
export function formatPhone(number: E164): string {
  return parsePhoneNumberFromString(number)?.formatInternational() ?? number
}

function judge(phone: PhoneNumber | undefined): ParsedPhone {
  if (phone === undefined || !phone.isValid()) {
    return refuse('not-valid', 'No country has such a number. Check the country code and the digits after it.')
  }
  if (phone.country === undefined) {
    return refuse('no-country', 'Numbers of satellite and international networks cannot be used.')
  }
  const kind = usableKinds[phone.getType() ?? '']
  if (kind === undefined) {
    return refuse('cannot-receive-texts', 'This number cannot receive text messages. Enter a mobile number.')
  }
  const e164: string = phone.number
  if (!isE164(e164)) return refuse('not-valid', 'A phone number has at most 15 digits.')
  return { ok: true, e164, country: phone.country, kind }
}

function refuseNationalForm(written: string, homeCountry: string | undefined): ParsedPhone {
  const suggestion = internationalForm(written, homeCountry)
  const publicText = `Enter the number with its country code, such as ${suggestion ?? inventedExample}.`
  const refusal = refuse('national-form', publicText)
  return suggestion === undefined ? refusal : { ...refusal, suggestion }
}

/** `00` is how most of the world dials `+`; a single `0` needs to know the country it is dialled in. */
function internationalForm(written: string, homeCountry: string | undefined): string | undefined {
  const digits = written.replace(/[^0-9]/g, '')
  if (digits.startsWith('00')) return validForm(parsePhoneNumberFromString(`+${digits.slice(2)}`))
  if (homeCountry === undefined || !isSupportedCountry(homeCountry)) return undefined
  return validForm(parsePhoneNumberFromString(digits, { defaultCountry: homeCountry, extract: false }))
}

function validForm(phone: PhoneNumber | undefined): string | undefined {
  return phone?.isValid() === true ? phone.formatInternational() : undefined
}

function refuse(reason: PhoneRefusal, publicText: string): ParsedPhone & { readonly ok: false } {
  return { ok: false, reason, publicText }
}

function isE164(number: string): number is E164 {
  return /^\+[1-9][0-9]{6,14}$/.test(number)
}
