import type { SMTPServerAddress } from 'smtp-server'
import { parseAddress, type MailAddress } from '../../../lib/address/index.ts'
import type { AppError } from '../../../lib/errors/app-error.ts'
import { isPhoneAddress, readEnvelopeAddress, type HomeCountry } from '../../../lib/policy/index.ts'
import { refusals } from './errors.ts'
import type { DsnNotify, MailRecipient } from './ports.ts'

const mailParameters = new Set(['SIZE', 'BODY', 'SMTPUTF8', 'AUTH', 'RET', 'ENVID'])
const recipientParameters = new Set(['NOTIFY', 'ORCPT'])
const notifyWords: Readonly<Record<string, DsnNotify>> = {
  NEVER: 'never',
  SUCCESS: 'success',
  FAILURE: 'failure',
  DELAY: 'delay',
}
/** RFC 3461 section 4.4 for ENVID, section 4.2 for ORCPT: printable ASCII once xtext is decoded. */
const envidForm = /^[\x20-\x7e]{1,100}$/
const orcptForm = /^[A-Za-z0-9-]{1,20};[\x21-\x7e]{1,320}$/

export interface EnvelopeSender {
  /** In the form of `lib/address` that serves to compare; empty for the null sender. */
  readonly address: string
  /** As the client wrote it: where reports go. */
  readonly written: string
  readonly ret: 'full' | 'hdrs' | null
  readonly envid: string | null
}

type Parameters = Readonly<Record<string, string | true>>

const parametersOf = (path: SMTPServerAddress): Parameters => (path.args === false ? {} : path.args)

/** A value that was given; a keyword alone was already refused where it needs one. */
const textOf = (value: string | true | undefined): string | null => (typeof value === 'string' ? value : null)

/** Reads MAIL FROM with its parameters (RFC 5321 section 4.1.1.2, RFC 3461 sections 4.3 and 4.4); throws a refusal. */
export function readMailFrom(path: SMTPServerAddress, smtpUtf8: boolean): EnvelopeSender {
  const parameters = parametersOf(path)
  if (Object.keys(parameters).some((name) => !mailParameters.has(name))) throw refusals.parameterUnknown()
  const envid = textOf(parameters['ENVID'])
  if (envid !== null && !envidForm.test(envid)) throw refusals.parameterSyntax('ENVID')
  const nobody = { address: '', written: '' }
  const { address, written } = path.address === '' ? nobody : readPath(path.address, smtpUtf8, refusals.senderSyntax)
  return { address, written, ret: readRet(textOf(parameters['RET'])), envid }
}

/**
 * Reads RCPT TO with its parameters (RFC 5321 section 4.1.1.3, RFC 3461 sections 4.1 and 4.2); throws a refusal, also for
 * a phone number and a suffix that can never work. Reports about a phone are not sent, so what is asked of them is dropped.
 */
export function readRcptTo(
  path: SMTPServerAddress,
  { smtpUtf8, homeCountry }: HomeCountry & { readonly smtpUtf8: boolean },
): MailRecipient {
  const parameters = parametersOf(path)
  if (Object.keys(parameters).some((name) => !recipientParameters.has(name))) throw refusals.parameterUnknown()
  const orcpt = textOf(parameters['ORCPT'])
  if (orcpt !== null && !orcptForm.test(orcpt)) throw refusals.parameterSyntax('ORCPT')
  const isPhone = isPhoneAddress(path.address)
  const { address, written } = isPhone
    ? { address: path.address, written: path.address }
    : readPath(path.address, smtpUtf8, refusals.recipientSyntax)
  const meant = readEnvelopeAddress(written, { homeCountry })
  if (meant.kind === 'phone') {
    const phone = `${meant.e164}@sms.local`
    return { address: phone, written: phone, notify: [], orcpt: null }
  }
  return { address, written, notify: readNotify(textOf(parameters['NOTIFY'])), orcpt }
}

function readPath(path: string, smtpUtf8: boolean, refuse: () => AppError): MailAddress {
  // The library shows A-labels as Unicode; only a local part beyond ASCII needs the extension (RFC 6531 section 3.1).
  if (!smtpUtf8 && /[^\0-\x7f]/.test(path.slice(0, path.lastIndexOf('@')))) throw refusals.addressNeedsUtf8()
  const address = parseAddress(path)
  if (address === null) throw refuse()
  return address
}

function readRet(value: string | null): 'full' | 'hdrs' | null {
  if (value === null) return null
  return value.toUpperCase() === 'FULL' ? 'full' : 'hdrs'
}

/** NEVER stands alone, the others may be combined; the library has refused all else. */
function readNotify(value: string | null): readonly DsnNotify[] {
  const words = value === null ? [] : value.toUpperCase().split(',')
  const notify = words.flatMap((word) => notifyWords[word] ?? [])
  if (notify.length !== words.length) throw refusals.parameterSyntax('NOTIFY')
  return [...new Set(notify)]
}
