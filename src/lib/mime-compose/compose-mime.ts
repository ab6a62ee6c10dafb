import { encodeUtf8, type Bytes } from '../bytes/index.ts'
import { encodeAddress, encodeHeaderText, encodeParameter, type NamedAddress } from './header-text.ts'
import { encodeQuotedPrintable } from './quoted-printable.ts'

export interface OutgoingAttachment {
  readonly name: string
  readonly mediaType: string
}

export interface OutgoingMail {
  readonly from: NamedAddress
  readonly to: NamedAddress
  readonly subject: string
  readonly date: Date
  /** With angle brackets. */
  readonly messageId: string
  /** With angle brackets; the message that is answered. */
  readonly inReplyTo: string | null
  readonly text: string
  readonly attachments: readonly OutgoingAttachment[]
  /** Random and unguessable, so that no content can contain it: letters and digits, at most 60. */
  readonly boundary: string
}

/** Bytes as they are, or the place of an attachment: its content in base64, as `Base64Lines` writes it. */
export type MimePiece = { readonly bytes: Bytes } | { readonly attachment: number }

/** The pieces of the message in order. */
export function composeMime(mail: OutgoingMail): readonly MimePiece[] {
  const head = headerOf(mail)
  if (mail.attachments.length === 0) return [piece([...head, ...textPart(mail.text)])]
  const { boundary } = mail
  const start = [
    ...head,
    `Content-Type: multipart/mixed; boundary="${boundary}"`,
    '',
    `--${boundary}`,
    ...textPart(mail.text),
  ]
  const parts = mail.attachments.flatMap((attachment, index): readonly MimePiece[] => [
    piece(['', `--${boundary}`, ...attachmentHeader(attachment), '', '']),
    { attachment: index },
  ])
  return [piece(start), ...parts, piece([`--${boundary}--`, ''])]
}

const piece = (lines: readonly string[]): MimePiece => ({ bytes: encodeUtf8(lines.join('\r\n')) })

const headerOf = (mail: OutgoingMail): readonly string[] => [
  `From: ${encodeAddress(mail.from)}`,
  `To: ${encodeAddress(mail.to)}`,
  `Subject: ${encodeHeaderText(mail.subject)}`,
  `Date: ${mail.date.toUTCString().replace('GMT', '+0000')}`,
  `Message-ID: ${identifier(mail.messageId)}`,
  ...(mail.inReplyTo === null ? [] : [`In-Reply-To: ${identifier(mail.inReplyTo)}`]),
  'MIME-Version: 1.0',
]

const textPart = (text: string): readonly string[] => [
  'Content-Type: text/plain; charset=utf-8',
  'Content-Transfer-Encoding: quoted-printable',
  '',
  encodeQuotedPrintable(text),
  '',
]

const attachmentHeader = ({ name, mediaType }: OutgoingAttachment): readonly string[] => [
  `Content-Type: ${/^[a-z0-9.+-]+\/[a-z0-9.+-]+$/i.test(mediaType) ? mediaType : 'application/octet-stream'}`,
  `Content-Disposition: attachment${encodeParameter('filename', name)}`,
  'Content-Transfer-Encoding: base64',
]

/** An identifier from somebody else's message is repeated only as far as it is one. */
const identifier = (id: string): string => `<${id.replaceAll(/[^!-~]|[<>]/g, '').slice(0, 900)}>`
