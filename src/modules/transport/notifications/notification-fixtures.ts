import PostalMime from 'postal-mime'
import { ids } from '../../../contract/identifiers.ts'
import type { ComposedAttachment } from '../delivery/index.ts'
import { createNotifications, type OrganisationFace } from './index.ts'

export const secret = 'ZyXwVuTsRqPoNmLkJiHgFeDcBa1'
export const password = 'abcd-efgh-jkmn-2345'
export const link = `https://mail.clinic.test/o/AbCdEfGhIjKlMnOpQrStUv#${secret}`
const organisationId = ids.organisation.parse('0198c0de-0000-7000-8000-00000000ffff')
const messageId = '0198c0de-0000-7000-8000-00000000abcd'
export const page = `https://mail.clinic.test/messages/${messageId}`
export const samples = {
  'new-message': {
    organisationId,
    to: 'hilde@example.test',
    recipientLanguage: 'de',
    senderName: 'Dr. Anna Berg',
    senderAddress: 'anna@clinic.test',
    subject: 'Ihr Befund',
    link,
    reference: 'KX4-92M',
    expiresOn: '2026-12-21',
    check: 'sms',
  },
  'attachment-message': {
    to: 'hilde@example.test',
    recipientLanguage: 'de',
    senderName: 'Dr. Anna Berg',
    senderAddress: 'anna@clinic.test',
    subject: 'Ihr Befund',
    link,
    reference: 'KX4-92M',
    expiresOn: '2026-12-21',
    check: 'sms',
    portalPassword: false,
    passwordBy: 'sms',
    maskedPhone: '+49151****89',
    isPhoneShown: true,
    hasAttachments: true,
    thread: { messageId: null, inReplyTo: null, references: null },
    answersByMail: false,
    coverNote: null,
    notes: [],
  },
  password: {
    to: 'hilde@work.test',
    language: 'de',
    password,
    senderName: 'Dr. Anna Berg',
    senderAddress: 'anna@clinic.test',
    reference: 'KX4-92M',
  },
  'password-ready': {
    to: 'anna@clinic.test',
    language: 'de',
    recipients: ['hilde@example.test'],
    subject: 'Ihr Befund',
    reason: 'no-phone',
    openUrl: page,
  },
  'message-parked': {
    to: 'anna@clinic.test',
    language: 'en',
    recipients: ['hilde@example.test'],
    subject: 'Results',
    completeUrl: `${page}/complete`,
  },
  'answer-arrived': {
    to: 'anna@clinic.test',
    language: 'en',
    fromAddress: 'hilde@example.test',
    subject: null,
    openUrl: page,
  },
  'sender-notice': {
    to: 'anna@clinic.test',
    language: 'de',
    what: 'number-wrong',
    recipientAddress: 'hilde@example.test',
    openUrl: page,
  },
  code: { to: 'hilde@example.test', language: 'en', code: '480217', reference: 'KX4-92M', senderName: 'Dr. Anna Berg' },
}
export type Template = keyof typeof samples
export const templates = Object.keys(samples).filter((name): name is Template => name in samples)

export const face: OrganisationFace = {
  branding: {
    organisationName: 'clinic',
    displayName: 'Clinic & Co',
    logoUrl: null,
    primaryColour: '#0b5d4e',
    termsUrl: 'https://clinic.test/terms',
    privacyUrl: 'https://clinic.test/privacy',
  },
  logo: null,
  mailDomains: ['main.test', 'clinic.test'],
}

interface Given {
  readonly face?: Partial<OrganisationFace>
  readonly attachments?: readonly ComposedAttachment[]
}

/** Composes a sample and reads it again, as a mail program would. */
export async function compose(template: Template, params: object = {}, given: Given = {}) {
  const notifications = createNotifications({
    hostname: 'mail.clinic.test',
    faceOf: () => Promise.resolve({ ...face, ...given.face }),
  })
  const raw = await notifications.compose({
    organisationId,
    template,
    params: { ...samples[template], ...params },
    attachments: given.attachments ?? [],
    messageToken: 'c0ffee',
    date: new Date('2026-11-21T09:00:00Z'),
  })
  const mail = await PostalMime.parse(raw)
  const header = raw.subarray(0, raw.indexOf('\r\n\r\n')).toString()
  return { raw: raw.toString('latin1'), header, mail, html: mail.html ?? '', text: mail.text ?? '' }
}
