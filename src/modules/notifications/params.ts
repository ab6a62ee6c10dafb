import { z } from 'zod'
import { checkKind } from '../../contract/messages.ts'
import { shortName, shortSubject } from './safe-text.ts'

const language = z.enum(['de', 'en'])
const address = z
  .string()
  .min(3)
  .max(320)
  .transform((text) => text.replace(/[^\P{C}]|\s/gu, ''))
const name = z.string().transform(shortName)
const subject = z.string().transform(shortSubject).nullable()
const url = z.url({ protocol: /^https?$/ }).max(2048)
const reference = z.string().max(40)

/** What each template needs. Strangers' texts come out bounded and on one line. */
export const templateParams = {
  'new-message': z.object({
    to: address,
    recipientLanguage: language,
    senderName: name,
    senderAddress: address,
    subject,
    link: url,
    reference,
    expiresAt: z.iso.datetime(),
    check: checkKind,
  }),
  'message-parked': z.object({
    to: address,
    language,
    recipients: z.array(address).min(1).max(1000),
    subject,
    completeUrl: url,
  }),
  'answer-arrived': z.object({ to: address, language, fromAddress: address, subject, openUrl: url }),
  'sender-notice': z.object({
    to: address,
    language,
    what: z.enum(['number-wrong', 'recipient-locked', 'new-link-requested', 'not-delivered']),
    recipientAddress: address,
    openUrl: url,
  }),
  code: z.object({ to: address, language, code: z.string().regex(/^\d{6}$/), reference, senderName: name }),
} as const

export type TemplateName = keyof typeof templateParams
export type ParamsOf<Name extends TemplateName> = z.output<(typeof templateParams)[Name]>

export const isTemplateName = (text: string): text is TemplateName => Object.hasOwn(templateParams, text)
