import { concatBytes, type Bytes } from '../bytes/index.ts'
import { hybridEncBytes } from '../age/index.ts'
import { overheadBytes } from './envelope.ts'
import { hkdfInfo, labels } from './labels.ts'

/** version (1 byte, 0x02) ‖ the encapsulation of the message's content (1,120) ‖ a sealed secret. An age file begins otherwise. */
const version = 2

/** What a mailbox needs to read and manage a message, under a key from the same encapsulation as its content. */
export interface ExportedEnvelope {
  readonly enc: Uint8Array
  /** As `sealSecret` made it. */
  readonly sealed: Uint8Array
}

/** The exporter's context (RFC 9180 section 5.3) of the key that an envelope is sealed under. */
export const envelopeKeyContext = (messageId: string): Bytes => hkdfInfo(labels.messageEnvelope, messageId)

export const joinExportedEnvelope = ({ enc, sealed }: ExportedEnvelope): Bytes =>
  concatBytes(Uint8Array.of(version), enc, sealed)

/** Null for everything else, an age file for example. */
export const splitExportedEnvelope = (bytes: Uint8Array): ExportedEnvelope | null => {
  const sealedAt = 1 + hybridEncBytes
  if (bytes[0] !== version || bytes.length < sealedAt + overheadBytes) return null
  return { enc: bytes.subarray(1, sealedAt), sealed: bytes.subarray(sealedAt) }
}
