import {
  createTransferDecoder,
  type CalendarEvent,
  type FileContent,
  type MessageNote,
  type TransferEncoding,
} from '../../lib/mime/index.ts'
import { openRange, type MailContent } from './mail-content.ts'

export interface MailAddress {
  readonly name: string
  /** Empty where the header has none that can be made out. */
  readonly address: string
}

/** A part that is saved rather than shown. It stays a part of the message, encoded, until somebody wants it. */
export interface MailAttachment {
  /** Fit for a file system, and different from the others. */
  readonly name: string
  readonly mediaType: string
  /** Of the decoded content; of a large one exact unless the encoding is damaged or quoted-printable. */
  readonly sizeBytes: number
  /** Without angle brackets; set when the HTML may refer to it as `cid:`. */
  readonly contentId: string | null
  /** What HTML may call it instead (RFC 2557); empty when there is none. */
  readonly contentLocation: string
  /** Sent as an attachment (RFC 2183 section 2.2): it is offered as a file, whether or not the text shows it as well. */
  readonly isAttachment: boolean
  /** The message that it is a part of. */
  readonly message: MailContent
  readonly content: FileContent
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
  readonly events: readonly CalendarEvent[]
  readonly attachments: readonly MailAttachment[]
  /** What the reader should know about what is shown; the EML file holds everything in any case. */
  readonly notes: readonly MessageNote[]
}

/** Whether reading the content costs nothing. */
export const isAtHand = ({ message, content }: MailAttachment): boolean => content.kind === 'bytes' || message.isAtHand

/** The decoded content, to be read once; constant memory whatever the size. */
export async function openAttachment({ message, content }: MailAttachment): Promise<ReadableStream<Uint8Array>> {
  if (content.kind === 'bytes') return new Blob([new Uint8Array(content.bytes)]).stream()
  return (await openRange(message, content)).pipeThrough(transferTransform(content.encoding))
}

function transferTransform(encoding: TransferEncoding): TransformStream<Uint8Array, Uint8Array> {
  const decoder = createTransferDecoder(encoding)
  return new TransformStream({
    transform: (chunk, controller) => controller.enqueue(decoder.push(chunk)),
    flush: (controller) => controller.enqueue(decoder.end()),
  })
}
