import { Encrypter } from 'age-encryption'
import { gatherBlob } from './gather-blob.ts'

export interface SealContentOptions {
  /** bech32 age recipients; each of them can open the file. */
  readonly recipients: readonly string[]
  /** Called with the plaintext bytes so far. */
  readonly onProgress?: (bytes: number) => void
}

/** Encrypts a stream into an age file. Only ciphertext is gathered, in a Blob that need not fit into the tab's memory. */
export async function sealContent(plain: ReadableStream<Uint8Array>, options: SealContentOptions): Promise<Blob> {
  const encrypter = new Encrypter()
  for (const recipient of options.recipients) encrypter.addRecipient(recipient)
  const file = await encrypter.encrypt(plain.pipeThrough(countBytes(options.onProgress)))
  return gatherBlob(file, { type: 'application/octet-stream' })
}

function countBytes(onProgress?: (bytes: number) => void): TransformStream<Uint8Array, Uint8Array> {
  let bytes = 0
  return new TransformStream({
    transform(chunk, controller) {
      bytes += chunk.length
      onProgress?.(bytes)
      controller.enqueue(chunk)
    },
  })
}
