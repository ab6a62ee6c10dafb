import { createTransferDecoder } from './transfer-decoder.ts'
import type { TransferEncoding } from './part-header.ts'

export interface MailAddress {
  readonly name: string
  readonly address: string
}

/** A part that is saved rather than shown. Its content stays encoded, and a part of the message, until somebody wants it. */
export interface MailAttachment {
  /** Fit for a file system; see `safeFileName`. */
  readonly name: string
  readonly mediaType: string
  /** Of the decoded content; exact unless the encoding is damaged or quoted-printable. */
  readonly sizeBytes: number
  /** Without angle brackets; set when the HTML may refer to it as `cid:`. */
  readonly contentId: string | null
  readonly encoding: TransferEncoding
  readonly encoded: Blob
}

export interface ParsedMail {
  readonly from: readonly MailAddress[]
  readonly to: readonly MailAddress[]
  readonly cc: readonly MailAddress[]
  readonly subject: string
  /** ISO 8601, or null when the header is missing or unreadable. */
  readonly sentAt: string | null
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
export function openAttachment(attachment: MailAttachment): ReadableStream<Uint8Array> {
  return attachment.encoded.stream().pipeThrough(createTransferDecoder(attachment.encoding))
}
