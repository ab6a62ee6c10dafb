import { linkOf, type GrantedAccess } from './access.ts'
import type { DsnNotify, QueuedMail, SealingSettings } from './ports.ts'
import type { CopyRow, MessageRow } from './tables.ts'

interface NewMessage {
  readonly message: MessageRow
  readonly copy: CopyRow
  readonly access: GrantedAccess
  readonly settings: SealingSettings
  readonly subject: string
}

const dsnNotify: readonly DsnNotify[] = ['never', 'success', 'failure', 'delay']

/** A subject as the organisation lets it leave: hidden, missing or as written. */
const shownSubject = (settings: SealingSettings, subject: string) =>
  settings.hideSubject || subject === '' ? null : subject

/** The mail that carries the link to one recipient; the link's secret leaves with it and is then forgotten. */
export function newMessageMail(publicUrl: string, input: NewMessage): QueuedMail {
  const { message, copy, access, settings, subject } = input
  return {
    organisationId: message.organisation_id,
    kind: 'new-message',
    envelopeFrom: message.sender_address,
    to: copy.address,
    compose: {
      template: 'new-message',
      params: {
        organisationId: message.organisation_id,
        to: copy.address,
        recipientLanguage: settings.language,
        senderName: message.sender_name,
        senderAddress: message.sender_address,
        subject: shownSubject(settings, subject),
        link: linkOf(publicUrl, access),
        reference: access.reference,
        expiresAt: message.expires_at.toISOString(),
        check: access.columns.check_kind,
      },
    },
    dsn: {
      notify: dsnNotify.filter((event) => copy.dsn_notify.split(',').includes(event)),
      ret: message.dsn_ret === 'full' || message.dsn_ret === 'hdrs' ? message.dsn_ret : null,
      envid: message.dsn_envid,
      orcpt: copy.dsn_orcpt,
      originalSender: message.sender_address,
    },
    ref: { kind: 'copy', id: copy.id },
  }
}

function toSender(
  message: MessageRow,
  kind: 'message-parked' | 'answer-arrived' | 'sender-notice',
  params: QueuedMail['compose']['params'],
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

/** Tells the sender which recipients still need a check, with the page that completes them. */
export function parkedMail(
  publicUrl: string,
  input: {
    readonly message: MessageRow
    readonly parked: readonly string[]
    readonly settings: SealingSettings
    readonly subject: string
  },
): QueuedMail {
  const { message, parked, settings, subject } = input
  return toSender(message, 'message-parked', {
    language: settings.language,
    recipients: parked.slice(0, 50),
    subject: shownSubject(settings, subject),
    completeUrl: `${publicUrl}/messages/${message.id}/complete`,
  })
}

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

export type SenderNotice = 'number-wrong' | 'recipient-locked' | 'new-link-requested' | 'not-delivered'

export function senderNotice(
  publicUrl: string,
  message: MessageRow,
  input: { readonly what: SenderNotice; readonly recipientAddress: string; readonly language: 'de' | 'en' },
): QueuedMail {
  return toSender(message, 'sender-notice', {
    language: input.language,
    what: input.what,
    recipientAddress: input.recipientAddress,
    openUrl: `${publicUrl}/messages/${message.id}`,
  })
}
