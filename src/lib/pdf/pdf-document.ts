/** A file of a message that its HTML may show. The bytes are hostile: they may lie about everything. */
export interface InlineImage {
  readonly bytes: Uint8Array
  readonly mediaType: string
}

/**
 * The text of a message: HTML with the files that it may show, by content id (lower case, without angle brackets) and by
 * location; or plain text.
 */
export type PdfBody =
  | { readonly kind: 'html'; readonly html: string; readonly inlineImages: ReadonlyMap<string, InlineImage> }
  | { readonly kind: 'text'; readonly text: string }

export interface ListedFile {
  readonly name: string
  readonly mediaType: string
  readonly sizeBytes: number
}

/** What one PDF shows, in this order: title, headers, notices, body, list of attachments. */
export interface PdfDocument {
  /** Label and value as they are shown, in order; a value equal to the title is not shown a second time. */
  readonly headers: readonly { readonly label: string; readonly value: string }[]
  readonly body: PdfBody
  /** Asked for when the pages of the body are done: what they show need not be listed. */
  readonly attachments: (drawn: ReadonlySet<InlineImage>) => readonly ListedFile[]
  /** Sentences for the reader, in a box before the body. */
  readonly notices: readonly string[]
}

export interface WrittenPdf {
  readonly bytes: Uint8Array
  /** The files of the message that stand on one of its pages as images. */
  readonly drawn: ReadonlySet<InlineImage>
}
