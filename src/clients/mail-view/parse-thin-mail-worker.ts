/** The worker behind `parse-mail.ts`: parses one thinned message and answers with it, or with `null` if it cannot. */
import { mailLimits } from './mail-limits.ts'
import { parseThinMail } from './parse-thin-mail.ts'

globalThis.addEventListener('message', (received: MessageEvent<Uint8Array>) => {
  parseThinMail(received.data, mailLimits).then(
    (email) => globalThis.postMessage(email),
    () => globalThis.postMessage(null),
  )
})
