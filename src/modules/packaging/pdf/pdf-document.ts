/** An image that a message carries and its HTML names as `cid:`. The bytes are hostile: they may lie about everything. */
export interface InlineImage {
  readonly bytes: Uint8Array
  readonly mediaType: string
}

/** The text of a message: HTML with its images by content id (without angle brackets), or plain text. */
export type PdfBody =
  | { readonly kind: 'html'; readonly html: string; readonly inlineImages: ReadonlyMap<string, InlineImage> }
  | { readonly kind: 'text'; readonly text: string }

/** What one PDF shows, in this order: title, headers, notices, body, list of attachments. */
export interface PdfDocument {
  /** Label and value as they are shown, in order; a value equal to the title is not shown a second time. */
  readonly headers: readonly { readonly label: string; readonly value: string }[]
  readonly body: PdfBody
  readonly attachments: readonly { readonly name: string; readonly mediaType: string; readonly sizeBytes: number }[]
  /** Sentences for the reader, in a box before the body. */
  readonly notices: readonly string[]
}
