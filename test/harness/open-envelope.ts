import { exportedKey } from '../../src/clients/keys/exported-key.ts'
import { envelopeContext, type MessageEnvelope } from '../../src/contract/messages.ts'
import { decodeBase64Url } from '../../src/lib/bytes/index.ts'
import { envelopeKeyContext, splitExportedEnvelope } from '../../src/lib/split-key/index.ts'
import { decryptBytes } from '../../src/platform/age/index.ts'
import { openSecretSync } from '../../src/platform/split-key/index.ts'

/** The text of a sealed envelope, of either form, for who holds the mailbox's identity; throws where it does not open. */
export function envelopeText(sealed: Uint8Array, messageId: string, mailboxIdentity: string): string {
  const exported = splitExportedEnvelope(sealed)
  if (exported === null) return Buffer.from(decryptBytes(sealed, [mailboxIdentity])).toString()
  const key = exportedKey(mailboxIdentity, { enc: exported.enc, context: envelopeKeyContext(messageId) })
  return Buffer.from(openSecretSync(key, exported.sealed, envelopeContext(messageId))).toString()
}

/** As the contract gives it. */
export function openEnvelope(
  message: { readonly id: string; readonly sealedEnvelope: string | null },
  mailboxIdentity: string,
): MessageEnvelope {
  const sealed = decodeBase64Url(message.sealedEnvelope ?? '') ?? new Uint8Array()
  return JSON.parse(envelopeText(sealed, message.id, mailboxIdentity)) as MessageEnvelope
}
