import { Decrypter, type Identity } from 'age-encryption'
import { gatherBlob } from './gather-blob.ts'
import { UnopenableContentError } from './open-content-error.ts'

export { UnopenableContentError }

export interface OpenContentOptions {
  /** bech32 age identities, or what `contentIdentity` made; one that fits is enough. */
  readonly identities: readonly (string | Identity)[]
  /** Called with the plaintext bytes so far. */
  readonly onProgress?: (bytes: number) => void
}

/**
 * Decrypts an age file as it arrives. The plaintext is given out only when its end has been authenticated; it lives in
 * a Blob, which suits messages of up to about 100 MB. Network errors of the stream are passed on as they are; everything
 * else rejects with `UnopenableContentError`.
 */
export async function openContent(file: ReadableStream<Uint8Array>, options: OpenContentOptions): Promise<Blob> {
  return gatherBlob(await openContentStream(file, options), { type: 'message/rfc822' })
}

/**
 * Decrypts an age file of any size in constant memory. Each chunk is authentic, but only the end of the stream says that
 * the file was whole: whoever keeps what they read throws it away when the stream breaks off. Fails like `openContent`.
 */
export async function openContentStream(
  file: ReadableStream<Uint8Array>,
  options: OpenContentOptions,
): Promise<ReadableStream<Uint8Array>> {
  const source = new WatchedSource(file)
  try {
    const decrypter = new Decrypter()
    for (const identity of options.identities) decrypter.addIdentity(identity)
    return translateFailures(await decrypter.decrypt(source.stream), source, options.onProgress)
  } catch {
    throw source.explain()
  }
}

/** Tells a broken connection from a broken file. */
class WatchedSource {
  readonly stream: ReadableStream<Uint8Array>
  #failure: Error | undefined

  constructor(file: ReadableStream<Uint8Array>) {
    const reader = file.getReader()
    this.stream = new ReadableStream({
      pull: async (controller) => {
        const read = await reader.read().catch((cause: unknown) => {
          this.#failure = cause instanceof Error ? cause : new Error('the content could not be read')
          throw this.#failure
        })
        if (read.done) controller.close()
        else controller.enqueue(read.value)
      },
      cancel: (reason) => reader.cancel(reason),
    })
  }

  explain(): Error {
    return this.#failure ?? new UnopenableContentError()
  }
}

function translateFailures(
  plain: ReadableStream<Uint8Array>,
  source: WatchedSource,
  onProgress?: (bytes: number) => void,
): ReadableStream<Uint8Array> {
  const reader = plain.getReader()
  let bytes = 0
  return new ReadableStream({
    async pull(controller) {
      const read = await reader.read().catch(() => {
        throw source.explain()
      })
      if (read.done) return controller.close()
      bytes += read.value.length
      onProgress?.(bytes)
      controller.enqueue(read.value)
    },
    cancel: (reason) => reader.cancel(reason),
  })
}
