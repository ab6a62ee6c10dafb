import type { Language } from '../ui/formats.ts'
import type { MailViewTexts } from './mail-view-texts.ts'
import type { MailAddress, ParsedMail } from './parsed-mail.ts'
import { safeFileName } from './safe-file-name.ts'
import { saveBlob } from './save-file.ts'
import { eventRows } from './event-rows.ts'
import { noticesOf } from './notices-of.ts'
import { sentLine } from './sent-line.ts'

export interface ExportOptions {
  readonly texts: MailViewTexts
  readonly language: Language
  /** IANA name; the moment of sending is shown in it. */
  readonly timeZone: string
}

/** "Anna Weber <anna@example.org>, …" */
export const addressLine = (addresses: readonly MailAddress[]): string =>
  addresses
    .map(({ name, address }) => (name === '' || address === '' ? name + address : `${name} <${address}>`))
    .join(', ')

/** Header names and values in the order in which people read them; empty ones are left out. */
export function factsOf(mail: ParsedMail, { texts, ...shown }: ExportOptions): readonly (readonly [string, string])[] {
  const facts: readonly (readonly [string, string])[] = [
    [texts.from, addressLine(mail.from)],
    [texts.to, addressLine(mail.to)],
    [texts.copyTo, addressLine(mail.cc)],
    [texts.sent, sentLine(mail, shown)],
    ...mail.events.flatMap((event) => eventRows(event, shown)),
  ]
  return facts.filter(([, value]) => value !== '')
}

/** A name for the message as a file, from its subject. */
export const mailFileName = (mail: ParsedMail, texts: MailViewTexts, extension: string): string =>
  `${safeFileName(mail.subject, texts.messageFileName)}.${extension}`

/** Saves the message as PDF; the program for it is loaded only now. */
export async function savePdf(mail: ParsedMail, options: ExportOptions): Promise<void> {
  const [{ makePdf }, { orderOf }] = await Promise.all([import('./pdf/make-pdf.ts'), import('./pdf/order-of.ts')])
  const { texts, language } = options
  const order = await orderOf(mail, {
    title: mail.subject === '' ? texts.noSubject : mail.subject,
    language,
    headers: factsOf(mail, options).map(([label, value]) => ({ label, value })),
    notices: noticesOf(mail, texts),
  })
  saveBlob(mailFileName(mail, texts, 'pdf'), new Blob([await makePdf(order, texts.textOnly)]))
}
