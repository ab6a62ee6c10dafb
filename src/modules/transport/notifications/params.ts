import { z } from 'zod'
import { isAttachmentPassword } from '../../../lib/attachment-password/index.ts'
import { checkKind } from '../../../contract/check-kind.ts'
import { dayOf } from '../../../lib/time/index.ts'
import { fewLines, shortName, shortSubject } from './safe-text.ts'
import { senderNotices } from './wording/wording.ts'

const language = z.enum(['de', 'en'])
const address = z
  .string()
  .min(3)
  .max(320)
  .transform((text) => text.replace(/[^\P{C}]|\s/gu, ''))
const name = z.string().transform(shortName)
/** An empty subject is none. */
const subject = z
  .string()
  .nullable()
  .transform((text) => (text === null ? null : shortSubject(text) || null))
const url = z.url({ protocol: /^https?$/ }).max(2048)
const reference = z.string().max(40)
const password = z.string().refine(isAttachmentPassword)
/** Fields of the original; whatever is no message identifier in them is dropped when the header is written. */
const thread = z.object({
  messageId: z.string().nullable(),
  inReplyTo: z.string().nullable(),
  references: z.string().nullable(),
})

/** Mails that 0.1.0 queued have an instant, whose day is that of the migration `sealing/0014`. */
function withLastDay(raw: unknown): unknown {
  if (typeof raw !== 'object' || raw === null || !('expiresAt' in raw)) return raw
  if ('expiresOn' in raw && raw.expiresOn !== undefined) return raw
  const instant = new Date(String(raw.expiresAt))
  return Number.isNaN(instant.getTime()) ? raw : { ...raw, expiresOn: dayOf(instant, 'Europe/Berlin') }
}

/** Where the author wants answers to go; empty for their own address. */
const replyTo = z.array(z.object({ name, address })).max(10).default([])

/** What every mail says that leads a recipient to a message. */
const toRecipient = {
  to: address,
  recipientLanguage: language,
  senderName: name,
  senderAddress: address,
  subject,
  link: url,
  reference,
  expiresOn: z.iso.date(),
}

/**
 * What each mail needs: the one place where a mail is declared. Who queues it is held to it by the type `TemplatedMail`, who
 * writes it by these schemas; strangers' texts come out bounded and on one line.
 */
const mailParams = {
  'new-message': z.object({
    ...toRecipient,
    check: z.enum([...checkKind.options, 'account']),
    /** The page asks for the password of encrypted files that could not be delivered. */
    portalPassword: z.boolean().default(false),
    replyTo,
    answersByMail: z.boolean().default(false),
  }),
  'attachment-message': z.object({
    ...toRecipient,
    /** What the page behind the link asks for; an access code together with `portalPassword` is the same password. */
    check: checkKind,
    portalPassword: z.boolean(),
    passwordBy: z.enum(['sms', 'mail', 'sender']),
    maskedPhone: z
      .string()
      .regex(/^[+0-9*]{1,32}$/)
      .nullable(),
    isPhoneShown: z.boolean(),
    /** Whether the original has attachments, which are in the ZIP only. */
    hasAttachments: z.boolean(),
    thread,
    replyTo,
    answersByMail: z.boolean(),
    /** What the organisation tells every recipient; plain text. */
    coverNote: z.string().transform(fewLines).nullable(),
    /** What packing noted; a note that has no text here is not shown. */
    notes: z.array(z.string()).max(50),
  }),
  /** To a second address of the recipient: weaker than a phone, and never an address the message itself goes to. */
  password: z.object({ to: address, language, password, senderName: name, senderAddress: address, reference }),
  /** To the sender: the password waits in the web app. */
  'password-ready': z.object({
    to: address,
    language,
    recipients: z.array(address).min(1).max(1000),
    subject,
    reason: z.enum(['no-phone', 'plan', 'copy', 'partly', 'text-failed']),
    openUrl: url,
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
    what: z.enum(senderNotices),
    recipientAddress: address,
    openUrl: url,
  }),
  code: z.object({ to: address, language, code: z.string().regex(/^\d{6}$/), reference, senderName: name }),
} as const

export type TemplateName = keyof typeof mailParams
export type ParamsOf<Name extends TemplateName> = z.output<(typeof mailParams)[Name]>

/** What whoever queues a mail of this template has to say. */
export type MailParams<Name extends TemplateName> = DeepReadonly<z.input<(typeof mailParams)[Name]>>

/** A mail as it is queued: its template and what that needs. */
export type TemplatedMail = {
  readonly [Name in TemplateName]: { readonly template: Name; readonly params: MailParams<Name> }
}[TemplateName]

type DeepReadonly<Value> = Value extends readonly (infer Item)[]
  ? readonly DeepReadonly<Item>[]
  : Value extends object
    ? { readonly [Key in keyof Value]: DeepReadonly<Value[Key]> }
    : Value

export const isTemplateName = (text: string): text is TemplateName => Object.hasOwn(mailParams, text)

/** Reads what was queued, by this version or by one before it. */
export const parseParams = (template: TemplateName, raw: unknown) => mailParams[template].safeParse(withLastDay(raw))
