import { openRange, type MailContent } from './mail-content.ts'
import type { PartRange } from './thin-mail.ts'
import { createTransferDecoder } from './transfer-decoder.ts'

export interface MailAddress {
  readonly name: string
  readonly address: string
}

/** A part that is saved rather than shown. It stays a part of the message, encoded, until somebody wants it. */
export interface MailAttachment {
  /** Fit for a file system, and different from the others; see `safeFileName`. */
  readonly name: string
  readonly mediaType: string
  /** Of the decoded content; exact unless the encoding is damaged or quoted-printable. */
  readonly sizeBytes: number
  /** Without angle brackets; set when the HTML may refer to it as `cid:`. */
  readonly contentId: string | null
  /** Sent as an attachment (RFC 2183 section 2.2): it is offered as a file, whether or not the text shows it as well. */
  readonly isAttachment: boolean
  readonly content: MailContent
  readonly range: PartRange
}

export interface ParsedMail {
  readonly from: readonly MailAddress[]
  readonly to: readonly MailAddress[]
  readonly cc: readonly MailAddress[]
  readonly subject: string
  /** ISO 8601, or null when the Date field is missing or none by RFC 5322. */
  readonly sentAt: string | null
  /** A Date field that is none, on one line, as it is written. */
  readonly writtenDate: string | null
  /** With angle brackets, as an answer's In-Reply-To wants it. */
  readonly messageId: string | null
  readonly text: string | null
  /** As it came: hostile until `sanitiseHtml` has seen it. */
  readonly html: string | null
  readonly attachments: readonly MailAttachment[]
  /** False: a limit was passed and something is not shown; the EML file still holds everything. */
  readonly isComplete: boolean
}

/** The decoded content, to be read once; constant memory whatever the size. */
export async function openAttachment({ content, range }: MailAttachment): Promise<ReadableStream<Uint8Array>> {
  return (await openRange(content, range)).pipeThrough(createTransferDecoder(range.encoding))
}
