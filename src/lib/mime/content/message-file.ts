import type { TransferEncoding } from '../transfer/transfer-encoding.ts'

/** A part that is saved rather than shown. The name is the sender's, decoded, or one made from the type. */
export interface MessageFile {
  readonly name: string
  readonly mediaType: string
  /** Without angle brackets; empty when there is none. */
  readonly contentId: string
  /** Content-Location (RFC 2557); empty when there is none. */
  readonly contentLocation: string
  /** The sender called it an attachment (RFC 2183 section 2.2): it is offered as a file even where it is shown. */
  readonly isAttachment: boolean
  /** Of the decoded content; of a large one from its lines, exact unless its encoding is damaged or quoted-printable. */
  readonly sizeBytes: number
  readonly content: FileContent
}

/** Where the bytes of a file are: still encoded in the message, or unwrapped from a container. */
export type FileContent =
  | { readonly kind: 'part'; readonly start: number; readonly end: number; readonly encoding: TransferEncoding }
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
