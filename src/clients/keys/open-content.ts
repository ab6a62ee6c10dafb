import { Decrypter } from 'age-encryption'
import { gatherBlob } from './gather-blob.ts'
import { UnopenableContentError } from './open-content-error.ts'

export { UnopenableContentError }

export interface OpenContentOptions {
  /** bech32 age identities; one that fits is enough. */
  readonly identities: readonly string[]
  /** Called with the plaintext bytes so far. */
  readonly onProgress?: (bytes: number) => void
}

/**
 * Decrypts an age file as it arrives. The plaintext is given out only when its end has been authenticated; it lives in
 * a Blob, so that a large message does not have to fit into the tab's memory. Network errors of the stream are passed on
 * as they are; everything else rejects with `UnopenableContentError`.
 */
export async function openContent(file: ReadableStream<Uint8Array>, options: OpenContentOptions): Promise<Blob> {
  const source = new SourceErrors()
  try {
    const decrypter = new Decrypter()
    for (const identity of options.identities) decrypter.addIdentity(identity)
    const plain = await decrypter.decrypt(source.watch(file))
    return await gatherBlob(plain, { type: 'message/rfc822', onProgress: options.onProgress })
  } catch {
    if (source.failure !== undefined) throw source.failure
    throw new UnopenableContentError()
  }
}

/** Tells a broken connection from a broken file. */
class SourceErrors {
  failure: Error | undefined

  watch(file: ReadableStream<Uint8Array>): ReadableStream<Uint8Array> {
    const reader = file.getReader()
    return new ReadableStream({
      pull: async (controller) => {
        const read = await reader.read().catch((cause: unknown) => {
          this.failure = cause instanceof Error ? cause : new Error('the content could not be read')
          throw this.failure
        })
        if (read.done) controller.close()
        else controller.enqueue(read.value)
      },
      cancel: (reason) => reader.cancel(reason),
    })
  }
}
