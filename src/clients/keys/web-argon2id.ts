import type { Argon2id } from '../../lib/split-key/index.ts'

const limitMs = 120_000

/** The stretching could not be done here: too little memory, or WebAssembly is turned off. */
export class StretchError extends Error {
  override readonly name = 'StretchError'
}

/**
 * Argon2id in a worker of its own, so that the page stays alive meanwhile. The worker ends with the one result, which
 * gives its 64 MiB back. Rejects with `StretchError`.
 */
export const argon2idInWorker: Argon2id = (password, salt) => {
  const worker = new Worker(new URL('./web-argon2id-worker.ts', import.meta.url), { type: 'module' })
  return new Promise<Uint8Array>((resolve, reject) => {
    const limit = setTimeout(() => reject(new StretchError('took too long')), limitMs)
    worker.addEventListener('message', (received: MessageEvent<unknown>) => {
      clearTimeout(limit)
      if (received.data instanceof Uint8Array) resolve(received.data)
      else reject(new StretchError('not possible in this browser'))
    })
    worker.addEventListener('error', () => {
      clearTimeout(limit)
      reject(new StretchError('not possible in this browser'))
    })
    worker.postMessage({ password, salt })
  }).finally(() => worker.terminate())
}
