import type { Address, Attachment, Email } from 'postal-mime'
import { readMailDate } from '../../lib/time/index.ts'
import type { MailContent } from './mail-content.ts'
import type { MailLimits } from './mail-limits.ts'
import type { MailAddress, MailAttachment, ParsedMail } from './parsed-mail.ts'
import { distinctFileNames, safeFileName } from './safe-file-name.ts'
import { thinMail, type PartRange, type ThinMail } from './thin-mail.ts'

export interface MailReading {
  readonly limits: MailLimits
  /** Parses the thinned message; see `parseThinMail`. */
  readonly parse: (thin: Uint8Array) => Promise<Email>
}

/** Reads a whole message of any size; memory does not grow with its attachments, which stay ranges of `message`. */
export async function readMail(message: MailContent, { limits, parse }: MailReading): Promise<ParsedMail> {
  const thin = await thinMail(await message.open(), limits)
  return present(await parse(thin.bytes), thin, message)
}

function present(email: Email, thin: ThinMail, message: MailContent): ParsedMail {
  const attachments = email.attachments.flatMap((attachment) => {
    const range = rangeOf(attachment, thin)
    return range === undefined ? [] : [presentAttachment(attachment, range, message)]
  })
  const names = distinctFileNames(attachments.map((attachment) => attachment.name))
  return {
    from: addressesOf(email.from === undefined ? [] : [email.from]),
    to: addressesOf(email.to ?? []),
    cc: addressesOf(email.cc ?? []),
    subject: oneLine(email.subject ?? ''),
    ...dateOf(email),
    messageId: email.messageId ?? null,
    text: email.text ?? null,
    html: email.html ?? null,
    attachments: attachments.map((attachment, index) => ({ ...attachment, name: names[index] ?? attachment.name })),
    isComplete: thin.isComplete && attachments.length === thin.parts.size,
  }
}

function rangeOf(attachment: Attachment, thin: ThinMail): PartRange | undefined {
  const { content } = attachment
  const marker = typeof content === 'string' ? content : new TextDecoder().decode(content)
  return thin.parts.get(marker.trim())
}

function presentAttachment(attachment: Attachment, range: PartRange, message: MailContent): MailAttachment {
  return {
    name: safeFileName(attachment.filename ?? '', fallbackName(attachment.mimeType)),
    mediaType: attachment.mimeType,
    sizeBytes: range.decodedBytes,
    contentId: attachment.contentId?.replaceAll(/^<|>$/g, '') ?? null,
    isAttachment: attachment.disposition === 'attachment',
    content: message,
    range,
  }
}

function fallbackName(mediaType: string): string {
  if (mediaType === 'message/rfc822') return 'message.eml'
  const extension = /^(?:image|text|application)\/([a-z0-9]{2,5})$/.exec(mediaType)?.[1]
  return extension === undefined ? 'attachment' : `attachment.${extension}`
}

const addressesOf = (addresses: readonly Address[]): readonly MailAddress[] =>
  addresses.flatMap((entry) =>
    entry.group === undefined
      ? [{ name: oneLine(entry.name), address: oneLine(entry.address) }]
      : addressesOf(entry.group),
  )

/** Header text without line ends, control characters and such that turn the direction of writing. */
const oneLine = (text: string): string => text.replaceAll(/[\p{Cc}\p{Bidi_Control}]+/gu, ' ').trim()

const maxWrittenDate = 100

/** The parser's own reading of the date takes any order of day and month, so it is read from the field. */
function dateOf(email: Email): Pick<ParsedMail, 'sentAt' | 'writtenDate'> {
  const written = email.headers.find(({ key }) => key === 'date')?.value ?? ''
  const date = readMailDate(written)
  if (date !== null) return { sentAt: date.instant.toISOString(), writtenDate: null }
  return { sentAt: null, writtenDate: oneLine(written).slice(0, maxWrittenDate) || null }
}
