import type { MessageContent, MessageStructure } from '../../lib/mime/index.ts'
import { toContent, type MailContent } from './mail-content.ts'
import { mailLimits } from './mail-limits.ts'
import type { ParsedMail } from './parsed-mail.ts'
import { readMail } from './read-mail.ts'

/** The message cannot be shown (damaged beyond reading, or it would take forever); it can still be saved as it is. */
export class UnreadableMailError extends Error {
  override readonly name = 'UnreadableMailError'

  constructor() {
    super('the message cannot be displayed')
  }
}

/**
 * Reads a message of any size once, holding only what is shown of it, which a worker reads within a time limit. The
 * attachments are parts of `message`, which is therefore kept as long as they are. Rejects with `UnreadableMailError`, or
 * with what broke the reading of `message` off.
 */
export const parseMail = (message: MailContent | Blob): Promise<ParsedMail> =>
  readMail(toContent(message), readInWorker)

function readInWorker(structure: MessageStructure): Promise<MessageContent> {
  const worker = new Worker(new URL('./read-worker.ts', import.meta.url), { type: 'module' })
  return new Promise<MessageContent>((resolve, reject) => {
    const limit = setTimeout(() => reject(new UnreadableMailError()), mailLimits.readLimitMs)
    worker.addEventListener('message', (received: MessageEvent<MessageContent | null>) => {
      clearTimeout(limit)
      if (received.data === null) reject(new UnreadableMailError())
      else resolve(received.data)
    })
    worker.addEventListener('error', () => {
      clearTimeout(limit)
      reject(new UnreadableMailError())
    })
    worker.postMessage(structure)
  }).finally(() => worker.terminate())
}
