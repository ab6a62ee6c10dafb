import { randomBytes } from 'node:crypto'
import { fileKeyBytes, sealExportingHeader, sealHeader, type ExportingHeader } from '../../lib/age/index.ts'
import type { AuthenticRecipient } from './authentic-recipient.ts'
import { nativePrimitives } from './native-primitives.ts'
import { openRecipient } from './open-recipient.ts'

/** Header and key of a file that is about to be encrypted. */
export interface FileStart {
  readonly fileKey: Uint8Array
  readonly header: Uint8Array
}

/** A start whose recipient can make further keys from the same encapsulation. */
export interface ExportingFileStart extends FileStart, ExportingHeader {
  readonly recipient: AuthenticRecipient
}

/** A file under a fresh key for all recipients. Throws `AgeError`, also for recipients of mixed kinds. */
export const startFile = (recipients: readonly AuthenticRecipient[]): FileStart => {
  const fileKey = randomBytes(fileKeyBytes)
  return { fileKey, header: sealHeader(nativePrimitives, fileKey, recipients.map(openRecipient)) }
}

/**
 * A file under a key that the caller derived, for one recipient of the hybrid kind. `fileKey`: 16 bytes that no other file
 * has (C2SP age, "File key").
 */
export const startFileWithKey = (fileKey: Uint8Array, recipient: AuthenticRecipient): ExportingFileStart => {
  if (fileKey.length !== fileKeyBytes) throw new RangeError(`a file key has ${fileKeyBytes} bytes`)
  return { recipient, fileKey, ...sealExportingHeader(nativePrimitives, fileKey, openRecipient(recipient)) }
}
