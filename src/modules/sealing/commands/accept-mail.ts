import { AppError } from '../../../lib/errors/app-error.ts'
import { encodeUtf8 } from '../../../lib/bytes/index.ts'
import { uuidV7 } from '../../../lib/id/uuid-v7.ts'
import type { MessageEnvelope } from '../../../contract/messages.ts'
import { encryptBytes, generateIdentity } from '../../../platform/age/index.ts'
import type { Tx } from '../../../platform/database/database.ts'
import { grantAccess, noAccess, type GrantedAccess } from '../access.ts'
import { newMessageMail, parkedMail } from '../mails.ts'
import { readOutgoingHeader } from '../outgoing-header.ts'
import type { CheckedRecipient, DsnNotify, QueuedMail, SealingDeps, SealingMailbox, SealingSettings } from '../ports.ts'
import { sealContent } from '../seal-content.ts'
import { insertMessage } from '../store.ts'
import type { CopyRow, MessageRow } from '../tables.ts'

/** Who hands a message in: an account with its mailbox, or a customer's own mail server for an account of the From. */
export interface MailSender {
  readonly kind: 'account' | 'relay'
  readonly organisationId: string
  readonly accountId: string | null
  /** Null for a relay: the mailbox is then the one of `address`. */
  readonly mailboxId: string | null
  readonly address: string
  readonly displayName: string
}

export interface MailRecipient {
  readonly address: string
  readonly notify: readonly DsnNotify[]
  readonly orcpt: string | null
}

export interface IncomingMail {
  readonly sender: MailSender
  readonly envelopeFrom: string
  readonly recipients: readonly MailRecipient[]
  readonly envid: string | null
  readonly ret: 'full' | 'hdrs' | null
  /** A complete Received field with its CRLF. */
  readonly receivedLine: string
  /** Lines end with CRLF, the size is checked; throws to abort. */
  readonly content: AsyncIterable<Uint8Array>
}

export interface AcceptedMail {
  readonly messageId: string
  /** Addresses that wait until the sender says how they prove who they are. */
  readonly parked: readonly string[]
  readonly queued: readonly string[]
}

interface Sealing {
  readonly messageId: string
  readonly contentId: string
  readonly conversation: { readonly identity: string; readonly recipient: string }
  readonly subject: string
  readonly sizeBytes: number
}

interface CopyDraft {
  readonly row: CopyRow
  readonly access: GrantedAccess | null
}

const dayMs = 24 * 3600 * 1000

function uniqueRecipients(recipients: readonly MailRecipient[]): MailRecipient[] {
  const byAddress = new Map<string, MailRecipient>()
  for (const recipient of recipients) byAddress.set(recipient.address.toLowerCase(), recipient)
  return [...byAddress.values()]
}

async function findMailbox(deps: SealingDeps, tx: Tx, sender: MailSender): Promise<SealingMailbox> {
  const found = await deps.mailboxOf(
    tx,
    sender.mailboxId === null ? { address: sender.address } : { id: sender.mailboxId },
  )
  if (found !== null) return found
  throw new AppError(
    'refused',
    'message.no-mailbox',
    `There is no mailbox ${sender.address} here. Create the account first, so that answers can be read.`,
  )
}

function draftCopy(
  deps: SealingDeps,
  sealing: Sealing,
  input: { readonly organisationId: string; readonly mail: MailRecipient; readonly recipient: CheckedRecipient },
): CopyDraft {
  const { organisationId, mail, recipient } = input
  const id = uuidV7(deps.clock.now().getTime())
  const access =
    recipient.check === null
      ? null
      : grantAccess(deps.transit, id, {
          recipient,
          check: recipient.check,
          conversationIdentity: sealing.conversation.identity,
        })
  const columns = access?.columns ?? {
    ...noAccess,
    check_kind: null,
    reference: null,
    token_hash: null,
    proof_hash: null,
  }
  const row: CopyRow = {
    organisation_id: organisationId,
    id,
    message_id: sealing.messageId,
    recipient_id: recipient.id,
    address: recipient.address,
    state: access === null ? 'parked' : 'queued',
    ...columns,
    dsn_notify: mail.notify.join(','),
    dsn_orcpt: mail.orcpt,
    notified_at: null,
    opened_at: null,
    closed_at: null,
    new_link_requested_at: null,
    number_reported_wrong_at: null,
  }
  return { row, access }
}

function messageRow(
  mail: IncomingMail,
  sealing: Sealing,
  parts: { readonly mailbox: SealingMailbox; readonly settings: SealingSettings; readonly now: Date },
): MessageRow {
  const { mailbox, settings, now } = parts
  const envelope: MessageEnvelope = { conversationIdentity: sealing.conversation.identity, subject: sealing.subject }
  return {
    organisation_id: mail.sender.organisationId,
    id: sealing.messageId,
    mailbox_id: mailbox.id,
    account_id: mail.sender.accountId,
    sender_name: mail.sender.displayName || mailbox.displayName || mailbox.address,
    sender_address: mail.sender.address,
    sent_at: now,
    expires_at: new Date(now.getTime() + settings.expiryDays * dayMs),
    ended_at: null,
    removed_at: null,
    content_id: sealing.contentId,
    size_bytes: sealing.sizeBytes,
    conversation_recipient: sealing.conversation.recipient,
    mailbox_recipient: mailbox.recipient,
    sealed_envelope: Buffer.from(encryptBytes(encodeUtf8(JSON.stringify(envelope)), [mailbox.recipient])),
    dsn_ret: mail.ret,
    dsn_envid: mail.envid,
  }
}

async function commit(deps: SealingDeps, mail: IncomingMail, sealing: Sealing, tx: Tx): Promise<AcceptedMail> {
  const { organisationId } = mail.sender
  const settings = await deps.settingsOf(tx, organisationId)
  const recipients = uniqueRecipients(mail.recipients)
  if (recipients.length > settings.maxRecipientsPerMessage)
    throw new AppError(
      'refused',
      'message.too-many-recipients',
      `At most ${settings.maxRecipientsPerMessage} recipients per message; send it in several parts.`,
    )
  const mailbox = await findMailbox(deps, tx, mail.sender)
  const checked = await deps.recipientsOf(
    tx,
    organisationId,
    recipients.map(({ address }) => address),
  )
  if (checked.length !== recipients.length)
    throw new AppError(
      'broken',
      'message.recipients-differ',
      'Two recipients of this message are the same mailbox in different spellings.',
    )
  const drafts = recipients.flatMap((recipient, index) => {
    const found = checked[index]
    return found === undefined ? [] : [draftCopy(deps, sealing, { organisationId, mail: recipient, recipient: found })]
  })
  const message = messageRow(mail, sealing, { mailbox, settings, now: deps.clock.now() })
  await insertMessage(
    tx,
    message,
    drafts.map((draft) => draft.row),
  )
  const parked = drafts.filter((draft) => draft.access === null).map((draft) => draft.row.address)
  const mails = drafts.flatMap(({ row, access }): QueuedMail[] =>
    access === null
      ? []
      : [newMessageMail(deps.publicUrl, { message, copy: row, access, settings, subject: sealing.subject })],
  )
  if (parked.length > 0) mails.push(parkedMail(deps.publicUrl, { message, parked, settings, subject: sealing.subject }))
  await deps.queueMails(tx, mails)
  await deps.audit.record(tx, {
    organisationId,
    action: 'message.sealed',
    actor: { kind: mail.sender.kind, id: mail.sender.accountId ?? undefined, label: mail.sender.address },
    subject: { kind: 'message', id: message.id },
    detail: {
      recipients: drafts
        .map(({ row }) => row.address)
        .join(', ')
        .slice(0, 2000),
      copies: drafts.length,
      parked: parked.length,
      sizeBytes: sealing.sizeBytes,
      expiresAt: message.expires_at.toISOString(),
    },
  })
  return {
    messageId: message.id,
    parked,
    queued: drafts.filter((draft) => draft.access !== null).map((draft) => draft.row.address),
  }
}

/**
 * Seals a message: its bytes encrypted and durable, keys, wraps, audit entry and queued notifications in one transaction.
 * Resolves only then, so the caller may acknowledge (promise 1). On any failure nothing is kept and an error is thrown.
 */
export async function acceptMail(deps: SealingDeps, mail: IncomingMail): Promise<AcceptedMail> {
  if (mail.recipients.length === 0)
    throw new AppError('invalid', 'message.no-recipient', 'The message has no recipient.')
  const nowMs = deps.clock.now().getTime()
  const conversation = generateIdentity()
  const contentId = uuidV7(nowMs)
  const { header, rest } = await readOutgoingHeader(mail.content, mail.receivedLine)
  async function* edited(): AsyncGenerator<Uint8Array> {
    yield header.bytes
    yield* rest
  }
  const { sizeBytes } = await sealContent(deps.blobs, {
    contentId,
    content: edited(),
    recipients: [conversation.recipient],
  })
  const sealing: Sealing = { messageId: uuidV7(nowMs), contentId, conversation, subject: header.subject, sizeBytes }
  try {
    return await deps.database.withOrganisation(mail.sender.organisationId, (tx) => commit(deps, mail, sealing, tx))
  } catch (error) {
    // The commit may have succeeded although its answer was lost; the sweep removes contents that no row names.
    if (error instanceof AppError) await deps.blobs.remove(contentId).catch(() => undefined)
    throw error
  }
}
