import { formatSize, type Language } from '../ui/formats.ts'
import type { MailViewTexts } from './mail-view-texts.ts'
import type { MailAddress, ParsedMail } from './parsed-mail.ts'
import { safeFileName } from './safe-file-name.ts'
import { sanitiseHtml } from './sanitise-html.ts'
import { saveBlob } from './save-file.ts'
import { eventRows } from './event-rows.ts'
import { sentLine } from './sent-line.ts'
import { textOfHtml } from './text-of-html.ts'

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

/** Saves the message as PDF; false when its letters need the fonts of the system, so that the page is to be printed. */
export async function savePdf(mail: ParsedMail, options: ExportOptions): Promise<boolean> {
  const { makeMailPdf } = await import('./mail-pdf.ts')
  const { texts, language } = options
  const bytes = await makeMailPdf({
    title: mail.subject === '' ? texts.noSubject : mail.subject,
    language,
    facts: factsOf(mail, options),
    text: plainTextOf(mail),
    attachmentsTitle: texts.attachments,
    attachments: mail.attachments.map(
      (attachment) => `${attachment.name} (${formatSize(attachment.sizeBytes, language)})`,
    ),
    pageLabel: texts.page,
  })
  if (bytes === null) return false
  saveBlob(mailFileName(mail, texts, 'pdf'), new Blob([new Uint8Array(bytes)]))
  return true
}

/** HTML is what people see, so its text comes first. */
function plainTextOf(mail: ParsedMail): string {
  if (mail.html === null) return mail.text?.trim() ?? ''
  return textOfHtml(sanitiseHtml(mail.html, { resolveContentId: () => null, keepRemoteImages: false }).content)
}
