import { encryptBytesFrom, startFileWithKey, type ExportingFileStart } from '../../../../platform/age/index.ts'
import type { SenderMailbox } from '../encryption-targets.ts'
import { sealSenderEnvelope } from '../sealed-envelope.ts'
import type { SmallContentRow } from '../tables.ts'
import { sharedEnvelope, type PreparedMessage } from './draft-copies.ts'

export interface SealedForSender {
  readonly envelope: Buffer
  /** Null when the content is stored as a blob already. */
  readonly small: SmallContentRow | null
}

/** The one encapsulation of a message: a large content has it already, unless the mailbox has changed meanwhile. */
const startOf = ({ content, fileKey }: PreparedMessage, { recipient }: SenderMailbox): ExportingFileStart =>
  content.kind === 'stored' && content.start.recipient === recipient
    ? content.start
    : startFileWithKey(fileKey, recipient)

/** Seals content and envelope of a message to the mailbox it is sent from, whose key was checked. */
export function sealForSender(prepared: PreparedMessage, mailbox: SenderMailbox): SealedForSender {
  const { mail, contentId, content, answersKey } = prepared
  const start = startOf(prepared, mailbox)
  const envelope = sealSenderEnvelope(start, { ...sharedEnvelope(prepared), answersKey, names: prepared.header.names })
  if (content.kind === 'stored') return { envelope, small: null }
  const sealed = encryptBytesFrom(start, content.plain)
  return { envelope, small: { organisation_id: mail.sender.organisationId, id: contentId, sealed } }
}
