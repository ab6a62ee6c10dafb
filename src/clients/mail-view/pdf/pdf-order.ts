import type { Language } from '../../../lib/pdf/index.ts'

/** A file of the message: its line in the list, and what is needed to draw it where the text shows it. */
export interface PdfFileOrder {
  readonly name: string
  readonly mediaType: string
  readonly sizeBytes: number
  /** It is listed whether or not the text shows it. */
  readonly isAttachment: boolean
  /** What the HTML may call it. */
  readonly imageNames: readonly string[]
  /** Null for what is never drawn. */
  readonly bytes: Uint8Array<ArrayBuffer> | null
}

/** A message that is to become a PDF, as it goes to the worker. */
export interface PdfOrder {
  readonly title: string
  readonly language: Language
  readonly headers: readonly { readonly label: string; readonly value: string }[]
  readonly notices: readonly string[]
  /** HTML as it came: hostile. */
  readonly body: { readonly kind: 'html'; readonly html: string } | { readonly kind: 'text'; readonly text: string }
  readonly files: readonly PdfFileOrder[]
}

/** What the worker says; it may say that it is at work as often as it begins anew. */
export type PdfAnswer =
  | { readonly kind: 'working' }
  | { readonly kind: 'done'; readonly bytes: Uint8Array<ArrayBuffer> }
  /** A font could not be fetched. */
  | { readonly kind: 'unreachable' }
  | { readonly kind: 'failed' }
