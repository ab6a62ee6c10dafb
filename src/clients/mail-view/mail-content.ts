/** The bytes of a message, which can be read as often as somebody wants them. */
export interface MailContent {
  /** Roughly; decides how it is saved, and what is too much to have at hand. */
  readonly sizeBytes: number
  /** True when reading costs nothing; false when each reading fetches and decrypts the whole message again. */
  readonly isAtHand: boolean
  /** From the beginning. Rejects, or breaks the stream off, when the message cannot be had. */
  open(): Promise<ReadableStream<Uint8Array>>
}

/** A message that lies in a Blob. Browsers refuse to read very large ones: `largestBlobBytes` is safe. */
export const blobContent = (blob: Blob): MailContent => ({
  sizeBytes: blob.size,
  isAtHand: true,
  open: async () => blob.stream(),
})

export const toContent = (message: MailContent | Blob): MailContent =>
  message instanceof Blob ? blobContent(message) : message

/** Chromium was seen to lose Blobs of 300 MB; a phone has less. */
export const largestBlobBytes = 128 * 1024 * 1024

/** The bytes from `start` to `end` of a message; what lies before is read and dropped. */
export async function openRange(
  content: MailContent,
  { start, end }: { readonly start: number; readonly end: number },
): Promise<ReadableStream<Uint8Array>> {
  const reader = (await content.open()).getReader()
  let at = 0
  return new ReadableStream({
    async pull(controller) {
      for (let isPulling = true; isPulling;) {
        const read = at >= end ? { done: true as const } : await reader.read()
        if (read.done) {
          void reader.cancel()
          return controller.close()
        }
        const piece = read.value.subarray(Math.max(0, start - at), Math.max(0, end - at))
        at += read.value.length
        if (piece.length > 0) controller.enqueue(piece)
        isPulling = piece.length === 0
      }
    },
    cancel: (reason) => reader.cancel(reason),
  })
}
