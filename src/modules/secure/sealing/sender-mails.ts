import { shownSubject } from './mails.ts'
import type { QueuedMail, SealingSettings, TemplateParams } from './ports.ts'
import type { CopyRow, MessageRow } from './tables.ts'
import { mayTellOfFailure, mayTellSender } from './telling.ts'

/** The recipient a mail to the sender is about. */
type CopyInMail = Pick<CopyRow, 'address' | 'dsn_notify'>

const maxListed = 50

function toSender(
  message: MessageRow,
  kind: 'message-parked' | 'answer-arrived' | 'sender-notice' | 'password-ready',
  params: TemplateParams,
): QueuedMail {
  return {
    organisationId: message.organisation_id,
    kind,
    envelopeFrom: '',
    to: message.sender_address,
    compose: {
      template: kind,
      params: { organisationId: message.organisation_id, to: message.sender_address, ...params },
    },
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
  const params = { language: settings.language, recipients, subject: shownSubject(settings, subject), completeUrl }
  return [toSender(message, 'message-parked', params)]
}

/** A person's answer waits in the sealed inbox: announced whatever the envelope of the message said. */
export function answerMail(
  publicUrl: string,
  message: MessageRow,
  input: { readonly fromAddress: string; readonly language: 'de' | 'en' },
): QueuedMail {
  return toSender(message, 'answer-arrived', {
    language: input.language,
    fromAddress: input.fromAddress,
    subject: null,
    openUrl: `${publicUrl}/messages/${message.id}`,
  })
}

export type SenderNotice =
  | 'number-wrong'
  | 'recipient-locked'
  | 'new-link-requested'
  | 'resend-requested'
  | 'not-delivered'
  | 'sent-through-portal'
  | 'too-large-for-attachment'
  | 'not-packable'
  | 'no-verified-tls'

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
  return [toSender(message, 'sender-notice', { language, what, recipientAddress: copy.address, openUrl })]
}

export type PasswordReason = 'no-phone' | 'plan' | 'copy' | 'partly' | 'text-failed'

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
  const params = { language: settings.language, recipients, subject: shownSubject(settings, subject), reason, openUrl }
  return [toSender(message, 'password-ready', params)]
}
