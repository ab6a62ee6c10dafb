/** The worker behind `parse-mail.ts`: reads one message and answers with what people see of it, or with `null` if it cannot. */
import type { MessageStructure } from '../../lib/mime/index.ts'
import { readForView } from './read-for-view.ts'

globalThis.addEventListener('message', (received: MessageEvent<MessageStructure>) => {
  try {
    globalThis.postMessage(readForView(received.data))
  } catch {
    globalThis.postMessage(null)
  }
})
