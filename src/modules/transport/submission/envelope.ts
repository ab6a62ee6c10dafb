import { domainToUnicode } from 'node:url'
import { parseAddress, type MailAddress } from '../../../lib/address/index.ts'
import type { AppError } from '../../../lib/errors/app-error.ts'
import { isPhoneAddress, readEnvelopeAddress, type HomeCountry } from '../../../lib/policy/index.ts'
import type { EnvelopeRecipient, MailCommand, MessageDsn, RcptCommand } from '../../../lib/smtp/index.ts'
import { refusals } from './errors.ts'
import { joinPhone } from './phone-in-rcpt.ts'

export interface EnvelopeSender extends MessageDsn {
  /** In the form of `lib/address` that serves to compare; empty for the null sender. */
  readonly address: string
  /** As the client wrote it: where reports go. */
  readonly written: string
  readonly smtpUtf8: boolean
}

/** What a MAIL command says about the sender; throws a refusal. */
export function readSender({ path, smtpUtf8, ret, envid }: MailCommand): EnvelopeSender {
  if (path.mailbox === null) return { address: '', written: '', smtpUtf8, ret, envid }
  if (path.mailbox.isQuoted) throw refusals.senderQuoted()
  const { localPart, domain } = path.mailbox
  const { address, written } = readAddress(`${localPart}@${domain}`, smtpUtf8, refusals.senderSyntax)
  return { address, written, smtpUtf8, ret, envid }
}

/**
 * What a RCPT command says about a recipient; throws a refusal, also for a phone number and a suffix that can never work.
 * Reports about a phone are not sent, so what is asked of them is dropped.
 */
export function readRecipient(
  { path, notify, orcpt }: RcptCommand,
  { smtpUtf8, homeCountry }: HomeCountry & { readonly smtpUtf8: boolean },
): EnvelopeRecipient {
  const { address, written } = isPhoneAddress(path.text)
    ? phone(joinPhone(path.text))
    : readAddress(mailboxText(path), smtpUtf8, refusals.recipientSyntax)
  const meant = readEnvelopeAddress(written, { homeCountry })
  if (meant.kind === 'phone') return { ...phone(`${meant.e164}@sms.local`), notify: [], orcpt: null }
  return { address, written, notify, orcpt }
}

const phone = (text: string) => ({ address: text, written: text })

/** Quotes that the local part does not need are left out (RFC 5321 section 4.1.2). */
function mailboxText({ text, mailbox }: RcptCommand['path']): string {
  return mailbox === null || mailbox.isQuoted ? text : `${mailbox.localPart}@${mailbox.domain}`
}

function readAddress(text: string, smtpUtf8: boolean, refuse: () => AppError): MailAddress {
  // A domain beyond ASCII is taken without the extension; a local part is not (RFC 6531 section 3.1).
  if (!smtpUtf8 && /[^\0-\x7f]/.test(text.slice(0, text.lastIndexOf('@')))) throw refusals.addressNeedsUtf8()
  const address = parseAddress(readableDomain(text))
  if (address === null) throw refuse()
  return address
}

/** A domain in its letters (RFC 5890): that is how the recipient reads it; on the wire it goes in ASCII again. */
function readableDomain(text: string): string {
  const at = text.lastIndexOf('@') + 1
  const domain = text.slice(at)
  // Only where there is something to read: the function of the URL standard changes other domains too.
  const letters = /(?:^|\.)xn--/i.test(domain) ? domainToUnicode(domain) : ''
  return letters === '' ? text : text.slice(0, at) + letters
}
