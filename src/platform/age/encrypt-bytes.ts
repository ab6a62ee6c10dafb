import { randomBytes } from 'node:crypto'
import { payloadKey, payloadNonceBytes, sealedLength, sealPayloadInto } from '../../lib/age/index.ts'
import type { AuthenticRecipient } from './authentic-recipient.ts'
import { startFile, type FileStart } from './file-start.ts'
import { nativePrimitives } from './native-primitives.ts'

/**
 * A whole age file in memory. Synchronous, because for a mail the work is shorter than a turn to another thread; from a
 * few megabytes on use `encryptStream`. Throws `AgeError`, also for recipients of mixed kinds.
 */
export const encryptBytes = (plain: Uint8Array, recipients: readonly AuthenticRecipient[]): Uint8Array =>
  encryptBytesFrom(startFile(recipients), plain)

/** As `encryptBytes`, after a start that was made already. One file for each start. */
export const encryptBytesFrom = ({ header, fileKey }: FileStart, plain: Uint8Array): Buffer => {
  const payloadAt = header.length + payloadNonceBytes
  const file = Buffer.allocUnsafe(payloadAt + sealedLength(plain.length))
  const nonce = randomBytes(payloadNonceBytes)
  file.set(header)
  file.set(nonce, header.length)
  sealPayloadInto(file.subarray(payloadAt), payloadKey(nativePrimitives, fileKey, nonce), plain)
  return file
}
