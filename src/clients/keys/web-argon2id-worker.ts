/** The worker behind `web-argon2id.ts`: stretches one password and answers with the bytes, or with `null` if it cannot. */
import { argon2id } from './argon2id.ts'

interface StretchTask {
  readonly password: Uint8Array
  readonly salt: Uint8Array
}

globalThis.addEventListener('message', (received: MessageEvent<StretchTask>) => {
  argon2id(received.data.password, received.data.salt).then(
    (master) => globalThis.postMessage(master),
    () => globalThis.postMessage(null),
  )
})
