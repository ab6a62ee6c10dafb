/**
 * The age v1 file format (C2SP age.md): header, recipients `X25519` and `mlkem768x25519`, chunked payload.
 *
 * Pure: bytes in, bytes out; all cryptography comes through `AgePrimitives`.
 * Invariants: input is parsed strictly and within limits before any key is touched; a file key is handed out only after
 * the header's MAC was checked; plaintext of a chunk only after its tag was; an error is an `AgeError` whose text holds
 * neither key nor content.
 * Deliberately not here: ASCII armour, passphrases (scrypt), plug-ins, tagged recipients, streams (platform has them).
 */
export { AgeError, type AgeErrorCode } from './age-error.ts'
export { fileKeyBytes, openHeader, sealExportingHeader, sealHeader, type ExportingHeader } from './file-key.ts'
export { createHeaderEndSearch } from './header-end.ts'
export { defaultHeaderLimits, parseHeader, type Header, type HeaderLimits, type Stanza } from './header.ts'
export {
  formatHybridIdentity,
  formatIdentity,
  parseHybridIdentity,
  parseIdentity,
  parseRecipient,
  recipientOfIdentity,
  type AgeIdentity,
  type AgeRecipient,
  type KnownFileKey,
} from './keys.ts'
export { createPayloadChunker, type PayloadChunker } from './payload-chunker.ts'
export {
  chunkBytes,
  createChunkOpener,
  createChunkSealer,
  openPayloadInto,
  payloadKey,
  payloadNonceBytes,
  plainLength,
  sealedChunkBytes,
  sealedLength,
  sealPayloadInto,
  tagBytes,
  type ChunkOpener,
  type ChunkSealer,
} from './payload.ts'
export type { AeadKey, AgePrimitives, Encapsulation, Kem, KemPrivateKey, KemPublicKey } from './primitives.ts'
export {
  createHybridSchedule,
  createRecipientKinds,
  hybridEncBytes,
  type RecipientKind,
  type RecipientKindName,
  type RecipientKinds,
} from './recipient-kind.ts'
