import { shownSubject } from './mails.ts'
import type { MailParams, TemplatedMail } from '../../transport/notifications/index.ts'
import type { QueuedMail, SealingSettings } from './ports.ts'
import type { CopyRow, MessageRow } from './tables.ts'
import { mayTellOfFailure, mayTellSender } from './telling.ts'

/** The recipient a mail to the sender is about. */
type CopyInMail = Pick<CopyRow, 'address' | 'dsn_notify'>

const maxListed = 50

type SenderTemplate = 'message-parked' | 'answer-arrived' | 'sender-notice' | 'password-ready'

function toSender(message: MessageRow, compose: Extract<TemplatedMail, { template: SenderTemplate }>): QueuedMail {
  return {
    organisationId: message.organisation_id,
    kind: compose.template,
    envelopeFrom: '',
    to: message.sender_address,
    compose,
  }
}

/** The recipients whom a mail to the sender may name; the others are seen in the web app only. */
const namedIn = (message: MessageRow, copies: readonly CopyInMail[]): readonly string[] =>
  copies
    .filter((copy) => mayTellSender(message, copy))
    .map(({ address }) => address)
    .slice(0, maxListed)

/** Tells the sender which recipients still need a check, with the page that completes them; no mail if nobody is to be told. */
export function parkedMails(
  publicUrl: string,
  input: {
    readonly message: MessageRow
    readonly parked: readonly CopyInMail[]
    readonly settings: SealingSettings
    readonly subject: string
  },
): readonly QueuedMail[] {
  const { message, settings, subject } = input
  const recipients = namedIn(message, input.parked)
  if (recipients.length === 0) return []
  const completeUrl = `${publicUrl}/messages/${message.id}/complete`
  const about = { recipients, subject: shownSubject(settings, subject), completeUrl }
  const params = { to: message.sender_address, language: settings.language, ...about }
  return [toSender(message, { template: 'message-parked', params })]
}

/** A person's answer waits in the sealed inbox: announced whatever the envelope of the message said. */
export function answerMail(
  publicUrl: string,
  message: MessageRow,
  input: { readonly fromAddress: string; readonly language: 'de' | 'en' },
): QueuedMail {
  const openUrl = `${publicUrl}/messages/${message.id}`
  const params = { to: message.sender_address, ...input, subject: null, openUrl }
  return toSender(message, { template: 'answer-arrived', params })
}

export type SenderNotice = MailParams<'sender-notice'>['what']

/** What happened to one recipient's copy; no mail if the sender is not to be told. */
export function senderNotices(
  publicUrl: string,
  message: MessageRow,
  input: { readonly what: SenderNotice; readonly copy: CopyInMail; readonly language: 'de' | 'en' },
): readonly QueuedMail[] {
  const { what, copy, language } = input
  const mayTell = what === 'not-delivered' ? mayTellOfFailure : mayTellSender
  if (!mayTell(message, copy)) return []
  const openUrl = `${publicUrl}/messages/${message.id}`
  const params = { to: message.sender_address, language, what, recipientAddress: copy.address, openUrl }
  return [toSender(message, { template: 'sender-notice', params })]
}

export type PasswordReason = MailParams<'password-ready'>['reason']

/** Tells the sender that the password of the encrypted files is in the web app, and why. The mail does not hold it. */
export function passwordReadyMails(
  publicUrl: string,
  message: MessageRow,
  input: {
    readonly copies: readonly CopyInMail[]
    readonly subject: string
    readonly reason: PasswordReason
    readonly settings: SealingSettings
  },
): readonly QueuedMail[] {
  const { subject, reason, settings } = input
  const recipients = namedIn(message, input.copies)
  if (recipients.length === 0) return []
  const openUrl = `${publicUrl}/messages/${message.id}`
  const about = { recipients, subject: shownSubject(settings, subject), reason, openUrl }
  const params = { to: message.sender_address, language: settings.language, ...about }
  return [toSender(message, { template: 'password-ready', params })]
}
