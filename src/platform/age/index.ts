/**
 * Age files on the server: the format of lib/age on node:crypto.
 *
 * Invariants: what is written here opens with any age v1 implementation that knows the recipient kind, and the reverse;
 * nothing is encrypted to a recipient whose origin is unknown (`AuthenticRecipient`); memory of the streams does not grow with the file; identities are never cached, recipients (public) are.
 * A stream gives out plaintext chunk by chunk, each one authentic: only its end says that the file was whole.
 */
export { AgeError, type AgeErrorCode, type AgeIdentity, type RecipientKindName } from '../../lib/age/index.ts'
export { vouchFor, type AuthenticRecipient } from './authentic-recipient.ts'
export { decryptBytes } from './decrypt-bytes.ts'
export { decryptStream } from './decrypt-stream.ts'
export { encryptBytes, encryptBytesFrom } from './encrypt-bytes.ts'
export { encryptPieces } from './encrypt-pieces.ts'
export { encryptStream, encryptStreamFrom } from './encrypt-stream.ts'
export { startFile, startFileWithKey, type ExportingFileStart, type FileStart } from './file-start.ts'
export { generateIdentity, openIdentity, recipientOf, type GeneratedIdentity, type IdentityInput } from './identity.ts'
export { isUsableRecipient } from './open-recipient.ts'
