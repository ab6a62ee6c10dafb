/** The worker behind `parse-mail.ts`: reads one message and answers with it, or with `null` if it cannot. */
import { mailLimits } from './mail-limits.ts'
import { readMail } from './read-mail.ts'

globalThis.addEventListener('message', (received: MessageEvent<Blob>) => {
  readMail(received.data, mailLimits).then(
    (mail) => globalThis.postMessage(mail),
    () => globalThis.postMessage(null),
  )
})
