import { AppError } from '../../../../contract/errors/app-error.ts'
import { readSmppUrl } from './smpp/smpp-url.ts'
import type { SmppSettings } from './smpp/smpp-url.ts'
import { urlCredentials } from './url-credentials.ts'

/** Where texts go. */
export type SmsTarget =
  | { readonly kind: 'outbox' }
  | { readonly kind: 'smpp'; readonly settings: SmppSettings }
  | { readonly kind: 'https'; readonly url: URL }

const loopbackHosts = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/

/** Reads SEALPOST_SMS_URL. Throws AppError `sms.bad-url`, whose text never repeats the value: it may hold a password. */
export function readSmsUrl(value: string): SmsTarget {
  if (value === 'outbox:') return { kind: 'outbox' }
  const url = URL.canParse(value) ? new URL(value) : undefined
  if (url === undefined) throw badUrl('it is not an address')
  if (urlCredentials(url) === undefined) throw badUrl('the percent-encoding of user or password is broken')
  switch (url.protocol) {
    case 'smpp:':
    case 'smpps:':
      return readSmppTarget(url)
    case 'http:':
      if (!loopbackHosts.test(url.hostname)) throw badUrl('http:// is for loopback addresses only; use https://')
      return { kind: 'https', url }
    case 'https:':
      return { kind: 'https', url }
    default:
      throw badUrl('it begins with none of outbox:, smpp://, smpps://, https://')
  }
}

function readSmppTarget(url: URL): SmsTarget {
  const settings = readSmppUrl(url)
  if (settings !== undefined) return { kind: 'smpp', settings }
  throw badUrl(
    'an SMPP address needs user, password and host, and knows the options from, system_type, window, join, receipt_ids',
  )
}

function badUrl(why: string): AppError {
  return new AppError('invalid', 'sms.bad-url', `SEALPOST_SMS_URL cannot be used: ${why}.`)
}
