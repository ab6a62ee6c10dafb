import { Decrypter } from 'age-encryption'

/** The content cannot be opened with these keys, or it is damaged or cut short. One error for every cause. */
export class UnopenableContentError extends Error {
  override readonly name = 'UnopenableContentError'

  constructor() {
    super('the content cannot be opened')
  }
}

export interface OpenContentOptions {
  /** bech32 age identities; one that fits is enough. */
  readonly identities: readonly string[]
  /** Called with the plaintext bytes so far. */
  readonly onProgress?: (bytes: number) => void
}

/** So much is gathered before it is handed to the browser, which may keep it on disk. */
const pieceBytes = 8 * 1024 * 1024

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
    return await gather(await decrypter.decrypt(source.watch(file)), options.onProgress)
  } catch {
    if (source.failure !== undefined) throw source.failure
    throw new UnopenableContentError()
  }
}

async function gather(plain: ReadableStream<Uint8Array>, onProgress?: (bytes: number) => void): Promise<Blob> {
  const pieces: Blob[] = []
  let waiting: Uint8Array<ArrayBuffer>[] = []
  let waitingBytes = 0
  let totalBytes = 0
  const reader = plain.getReader()
  for (let read = await reader.read(); !read.done; read = await reader.read()) {
    waiting.push(new Uint8Array(read.value))
    waitingBytes += read.value.length
    totalBytes += read.value.length
    onProgress?.(totalBytes)
    if (waitingBytes < pieceBytes) continue
    pieces.push(new Blob(waiting))
    waiting = []
    waitingBytes = 0
  }
  return new Blob([...pieces, ...waiting], { type: 'message/rfc822' })
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
