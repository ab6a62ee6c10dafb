import type { PackNote } from './packaging.ts'

/** What a thread is asked to do. The content is handed over: the sender's view of it is empty afterwards. */
export interface PackOrder {
  readonly content: Uint8Array<ArrayBuffer>
  readonly password: string
  readonly language: 'de' | 'en'
  readonly timeZone: string
  readonly neutralNames: boolean
  readonly maxBytes: number
  /** The second attempt: no HTML, no images, nothing that could take long. */
  readonly isTextOnly: boolean
}

export type PackAnswer =
  | {
      readonly kind: 'packed'
      readonly zip: Uint8Array<ArrayBuffer>
      readonly pdf: Uint8Array<ArrayBuffer>
      readonly attachments: number
      readonly notes: readonly PackNote[]
    }
  | { readonly kind: 'too-large' }
  /** Name of the error and the place in our code that threw it; its message may quote the mail and stays inside. */
  | { readonly kind: 'failed'; readonly error: string; readonly place: string }
