import type { CheckKind } from '../../../contract/check-kind.ts'
import { dsnNotifyWords } from '../../../lib/smtp/index.ts'
import { linkOf, type GrantedAccess } from './access.ts'
import type { DispatchOrder } from './dispatch/order.ts'
import type { StoredContent } from '../../transport/delivery/index.ts'
import { packageNames, type MailParams } from '../../transport/notifications/index.ts'
import type { QueuedMail, SealingSettings } from './ports.ts'
import type { CopyRow, MessageRow } from './tables.ts'
import { reportAddressOf } from './telling.ts'

/** What the page behind a link asks for, and the halves of the link. */
type LinkAccess = Pick<GrantedAccess, 'token' | 'linkSecret' | 'reference'> & { readonly check: CheckKind }

interface NewMessage {
  readonly message: MessageRow
  readonly copy: CopyRow
  readonly access: LinkAccess
  readonly settings: SealingSettings
  readonly subject: string
  /** The page asks for the password of the encrypted files that could not be delivered. */
  readonly portalPassword?: boolean
}

/** The link of access that was just granted. */
export const linkAccess = ({ token, linkSecret, reference, columns }: GrantedAccess): LinkAccess => ({
  token,
  linkSecret,
  reference,
  check: columns.check_kind,
})

/** A subject as the organisation lets it leave: hidden, missing or as written. */
export const shownSubject = (settings: SealingSettings, subject: string) =>
  settings.hideSubject || subject === '' ? null : subject

/** What both mails to a recipient say. */
function toRecipient({ message, copy, settings, subject }: Omit<NewMessage, 'access'>) {
  return {
    to: copy.address,
    recipientLanguage: settings.language,
    senderName: message.sender_name,
    senderAddress: message.sender_address,
    subject: shownSubject(settings, subject),
    expiresOn: message.expires_on,
    replyTo: message.reply_to,
    answersByMail: settings.answersByMail,
  }
}

type WhereItLeads = Pick<MailParams<'new-message'>, 'link' | 'reference' | 'check' | 'portalPassword'>

function messageMail(input: Omit<NewMessage, 'access'>, where: WhereItLeads): QueuedMail {
  const { message, copy } = input
  return {
    organisationId: message.organisation_id,
    kind: 'new-message',
    envelopeFrom: message.return_path,
    to: copy.address,
    compose: { template: 'new-message', params: { ...toRecipient(input), ...where } },
    ...reported(message, copy),
  }
}

/** The mail that carries the link to one recipient; the link's secret leaves with it and is then forgotten. */
export function newMessageMail(publicUrl: string, input: NewMessage): QueuedMail {
  const { access, portalPassword = false } = input
  const { reference, check } = access
  return messageMail(input, { link: linkOf(publicUrl, access), reference, check, portalPassword })
}

/** The mail to somebody who has a mailbox here: it leads to their inbox, where they sign in, and holds no secret. */
export function ownMailboxMail(publicUrl: string, input: Omit<NewMessage, 'access'>): QueuedMail {
  const link = `${publicUrl}/inbox/${input.message.id}`
  return messageMail(input, { link, reference: '', check: 'account' })
}

/** Failures are reported as the sender asked at submission, and the outcome belongs to the copy. */
function reported(message: MessageRow, copy: CopyRow): Required<Pick<QueuedMail, 'dsn' | 'ref'>> {
  return {
    dsn: {
      notify: dsnNotifyWords.filter((event) => copy.dsn_notify.split(',').includes(event)),
      ret: message.dsn_ret === 'full' || message.dsn_ret === 'hdrs' ? message.dsn_ret : null,
      envid: message.dsn_envid,
      orcpt: copy.dsn_orcpt,
      originalSender: reportAddressOf(message),
    },
    ref: { kind: 'copy', id: copy.id },
  }
}

export interface CoverMail extends NewMessage {
  readonly portalPassword: boolean
  readonly passwordBy: 'sms' | 'mail' | 'sender'
  readonly maskedPhone: string | null
  readonly hasAttachments: boolean
  readonly notes: readonly string[]
  readonly thread: DispatchOrder['thread']
  readonly zip: StoredContent
  readonly pdf: StoredContent
}

/** The new mail that carries the encrypted ZIP and PDF, and the portal link beside them. */
export function coverMail(publicUrl: string, input: CoverMail): QueuedMail {
  const { message, copy, access, settings, thread, maskedPhone } = input
  const note = settings.language === 'de' ? settings.coverNoteGerman : settings.coverNoteEnglish
  const names = packageNames(settings.language)
  return {
    organisationId: message.organisation_id,
    kind: 'attachment-message',
    envelopeFrom: message.return_path,
    to: copy.address,
    compose: {
      template: 'attachment-message',
      params: {
        ...toRecipient(input),
        link: linkOf(publicUrl, access),
        reference: access.reference,
        check: access.check,
        portalPassword: input.portalPassword,
        passwordBy: input.passwordBy,
        maskedPhone,
        isPhoneShown: maskedPhone !== null,
        hasAttachments: input.hasAttachments,
        thread,
        coverNote: note === '' ? null : note,
        notes: input.notes,
      },
      attachments: [
        { ...pick(input.zip), filename: names.zip, contentType: 'application/zip' },
        { ...pick(input.pdf), filename: names.pdf, contentType: 'application/pdf' },
      ],
    },
    ...reported(message, copy),
  }
}

const pick = ({ contentId, identity }: StoredContent): StoredContent => ({ contentId, identity })

/** The original itself, which leaves over verified TLS or not at all. */
export function directMail(input: {
  readonly message: MessageRow
  readonly copy: CopyRow
  readonly content: StoredContent
  readonly listedHosts: readonly string[]
}): QueuedMail {
  const { message, copy, content, listedHosts } = input
  return {
    organisationId: message.organisation_id,
    kind: 'direct-message',
    envelopeFrom: message.return_path,
    to: copy.address,
    compose: { stored: content },
    tls: { kind: 'verified', listedHosts },
    ...reported(message, copy),
  }
}

/** The password to a second mail address: weaker than a phone, and never an address the message itself goes to. */
export function passwordMail(
  message: MessageRow,
  input: {
    readonly to: string
    readonly password: string
    readonly reference: string
    readonly language: 'de' | 'en'
  },
): QueuedMail {
  return {
    organisationId: message.organisation_id,
    kind: 'password',
    envelopeFrom: '',
    to: input.to,
    compose: {
      template: 'password',
      params: {
        ...input,
        senderName: message.sender_name,
        senderAddress: message.sender_address,
      },
    },
  }
}
