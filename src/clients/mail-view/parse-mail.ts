import { mailLimits } from './mail-limits.ts'
import type { ParsedMail } from './parsed-mail.ts'

/** The message cannot be shown (damaged beyond reading, or it would take forever); it can still be saved as it is. */
export class UnreadableMailError extends Error {
  override readonly name = 'UnreadableMailError'

  constructor() {
    super('the message cannot be displayed')
  }
}

/**
 * Parses a message in a worker of its own, within `mailLimits`. The attachments are slices of `message`, so that is kept
 * as long as they are. Rejects with `UnreadableMailError`.
 */
export function parseMail(message: Blob | Uint8Array<ArrayBuffer>): Promise<ParsedMail> {
  const worker = new Worker(new URL('./read-mail-worker.ts', import.meta.url), { type: 'module' })
  return new Promise<ParsedMail>((resolve, reject) => {
    const limit = setTimeout(() => reject(new UnreadableMailError()), mailLimits.parseLimitMs)
    worker.addEventListener('message', (received: MessageEvent<ParsedMail | null>) => {
      clearTimeout(limit)
      if (received.data === null) reject(new UnreadableMailError())
      else resolve(received.data)
    })
    worker.addEventListener('error', () => {
      clearTimeout(limit)
      reject(new UnreadableMailError())
    })
    worker.postMessage(message instanceof Blob ? message : new Blob([message]))
  }).finally(() => worker.terminate())
}
