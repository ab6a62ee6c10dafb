import { envelopeContext, type MessageEnvelope } from '../../../contract/messages.ts'
import { encodeUtf8 } from '../../../lib/bytes/index.ts'
import { envelopeKeyContext, joinExportedEnvelope } from '../../../lib/split-key/index.ts'
import { encryptBytes, type AuthenticRecipient, type ExportingFileStart } from '../../../platform/age/index.ts'
import { sealSecretSync } from '../../../platform/split-key/index.ts'

const textOf = (envelope: MessageEnvelope) => encodeUtf8(JSON.stringify(envelope))

/**
 * What the sender's mailbox needs to manage a message, under a key from the encapsulation that its content has already:
 * with the mailbox's identity that key can be made again, with the file key of the content it cannot.
 */
export function sealSenderEnvelope(start: ExportingFileStart, envelope: MessageEnvelope): Buffer {
  const { messageId } = envelope
  const key = start.exportKey(envelopeKeyContext(messageId))
  const sealed = sealSecretSync(key, textOf(envelope), envelopeContext(messageId))
  return Buffer.from(joinExportedEnvelope({ enc: start.enc, sealed }))
}

/**
 * What the mailbox of a colleague needs to read a message. Without the answers key: with it they would open what the
 * other recipients answer.
 */
export const sealColleagueEnvelope = (
  recipient: AuthenticRecipient,
  envelope: Omit<MessageEnvelope, 'answersKey'>,
): Buffer => Buffer.from(encryptBytes(textOf({ ...envelope, answersKey: null }), [recipient]))
