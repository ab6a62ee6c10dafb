import type { MessageEnvelope } from '../../../contract/messages.ts'
import { encodeUtf8 } from '../../../lib/bytes/index.ts'
import { AppError } from '../../../lib/errors/app-error.ts'
import { uuidV7 } from '../../../lib/id/uuid-v7.ts'
import { encryptBytes } from '../../../platform/age/index.ts'
import type { Tx } from '../../../platform/database/database.ts'
import type { AuditEntry } from '../../audit/index.ts'
import { grantAccess, noAccess, type GrantedAccess } from '../access.ts'
import type { AcceptedMail, IncomingMail, MailRecipient, MailSender } from '../incoming-mail.ts'
import { newMessageMail, parkedMail } from '../mails.ts'
import type { CheckedRecipient, QueuedMail, SealingDeps, SealingMailbox, SealingSettings } from '../ports.ts'
import { insertMessages, insertSmallContents } from '../store.ts'
import type { CopyRow, MessageRow, SmallContentRow } from '../tables.ts'

/** A message whose content is stored and whose keys exist, ready for its transaction. */
export interface PreparedMessage {
  readonly mail: IncomingMail
  readonly messageId: string
  readonly contentId: string
  readonly conversation: { readonly identity: string; readonly recipient: string }
  readonly subject: string
  readonly sizeBytes: number
  /** See SealedContent. */
  readonly small: Buffer | null
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
  prepared: PreparedMessage,
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
          conversationIdentity: prepared.conversation.identity,
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
    message_id: prepared.messageId,
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

/** Whoever writes from another mailbox than their own, a shared one, writes in its name. */
function senderName(sender: MailSender, mailbox: SealingMailbox): string {
  const names = [sender.displayName, mailbox.displayName, mailbox.address]
  const isShared = sender.kind === 'account' && sender.mailboxId === null
  return (isShared ? names.slice(1) : names).find((name) => name !== '') ?? mailbox.address
}

function messageRow(
  prepared: PreparedMessage,
  parts: { readonly mailbox: SealingMailbox; readonly settings: SealingSettings; readonly now: Date },
): MessageRow {
  const { mail } = prepared
  const { mailbox, settings, now } = parts
  const { messageId, conversation, subject } = prepared
  const envelope: MessageEnvelope = { messageId, conversationIdentity: conversation.identity, subject }
  return {
    organisation_id: mail.sender.organisationId,
    id: prepared.messageId,
    mailbox_id: mailbox.id,
    account_id: mail.sender.accountId,
    sender_name: senderName(mail.sender, mailbox),
    sender_address: mail.sender.address,
    sent_at: now,
    expires_at: new Date(now.getTime() + settings.expiryDays * dayMs),
    ended_at: null,
    removed_at: null,
    content_id: prepared.contentId,
    size_bytes: prepared.sizeBytes,
    mailbox_recipient: mailbox.recipient,
    sealed_envelope: Buffer.from(encryptBytes(encodeUtf8(JSON.stringify(envelope)), [mailbox.recipient])),
    dsn_ret: mail.ret,
    dsn_envid: mail.envid,
  }
}

interface SealedMessage {
  readonly message: MessageRow
  readonly drafts: readonly CopyDraft[]
  readonly subject: string
}

interface Surroundings {
  readonly settings: SealingSettings
  readonly mailboxes: Map<string, SealingMailbox>
  readonly byAddress: ReadonlyMap<string, CheckedRecipient>
}

const senderKey = (sender: MailSender) => sender.mailboxId ?? sender.address

/** What all messages of a group need, read once. */
async function readSurroundings(deps: SealingDeps, tx: Tx, group: readonly PreparedMessage[]): Promise<Surroundings> {
  const organisationId = group[0]?.mail.sender.organisationId ?? ''
  const settings = await deps.settingsOf(tx, organisationId)
  const mailboxes = new Map<string, SealingMailbox>()
  for (const { mail } of group) {
    if (!mailboxes.has(senderKey(mail.sender)))
      mailboxes.set(senderKey(mail.sender), await findMailbox(deps, tx, mail.sender))
  }
  const addresses = [
    ...new Set(group.flatMap(({ mail }) => mail.recipients.map(({ address }) => address.toLowerCase()))),
  ]
  const recipients = await deps.recipientsOf(tx, organisationId, addresses)
  return { settings, mailboxes, byAddress: new Map(recipients.map((recipient) => [recipient.address, recipient])) }
}

function sealOne(deps: SealingDeps, prepared: PreparedMessage, around: Surroundings): SealedMessage {
  const { mail } = prepared
  const { maxRecipientsPerMessage } = around.settings
  const recipients = uniqueRecipients(mail.recipients)
  if (recipients.length > maxRecipientsPerMessage)
    throw new AppError(
      'refused',
      'message.too-many-recipients',
      `At most ${maxRecipientsPerMessage} recipients per message; send it in several parts.`,
    )
  const mailbox = around.mailboxes.get(senderKey(mail.sender))
  if (mailbox === undefined)
    throw new AppError('broken', 'message.no-mailbox', 'The mailbox of this message was not read.')
  const drafts = recipients.map((recipient) => {
    const found = around.byAddress.get(recipient.address.toLowerCase())
    if (found === undefined)
      throw new AppError(
        'invalid',
        'message.bad-recipient',
        'One of the recipients is not an address that mail can be sent to.',
      )
    return draftCopy(deps, prepared, { organisationId: mail.sender.organisationId, mail: recipient, recipient: found })
  })
  return {
    message: messageRow(prepared, { mailbox, settings: around.settings, now: deps.clock.now() }),
    drafts,
    subject: prepared.subject,
  }
}

const parkedOf = ({ drafts }: SealedMessage) =>
  drafts.filter(({ access }) => access === null).map(({ row }) => row.address)

function mailsOf(deps: SealingDeps, sealed: SealedMessage, settings: SealingSettings): QueuedMail[] {
  const { message, drafts, subject } = sealed
  const mails = drafts.flatMap(({ row, access }) =>
    access === null ? [] : [newMessageMail(deps.publicUrl, { message, copy: row, access, settings, subject })],
  )
  const parked = parkedOf(sealed)
  return parked.length === 0 ? mails : [...mails, parkedMail(deps.publicUrl, { message, parked, settings, subject })]
}

function smallContentOf({ mail, contentId, small }: PreparedMessage): SmallContentRow[] {
  return small === null ? [] : [{ organisation_id: mail.sender.organisationId, id: contentId, sealed: small }]
}

function auditEntryOf({ mail }: PreparedMessage, sealed: SealedMessage): AuditEntry {
  const { message, drafts } = sealed
  const recipients = drafts
    .map(({ row }) => row.address)
    .join(', ')
    .slice(0, 2000)
  return {
    organisationId: message.organisation_id,
    action: 'message.sealed',
    actor: { kind: mail.sender.kind, id: mail.sender.accountId ?? undefined, label: mail.sender.address },
    subject: { kind: 'message', id: message.id },
    detail: {
      recipients,
      copies: drafts.length,
      parked: parkedOf(sealed).length,
      sizeBytes: Number(message.size_bytes),
      expiresAt: message.expires_at.toISOString(),
    },
  }
}

/**
 * Everything that makes prepared messages of one organisation exist: rows, wraps, queued notifications, audit entries.
 * The caller's transaction holds all of it or nothing. Throws AppError when one of them is refused.
 */
export async function commitMessages(
  deps: SealingDeps,
  tx: Tx,
  group: readonly PreparedMessage[],
): Promise<AcceptedMail[]> {
  const around = await readSurroundings(deps, tx, group)
  const sealed = group.map((prepared) => ({ prepared, sealed: sealOne(deps, prepared, around) }))
  await insertMessages(
    tx,
    sealed.map((one) => one.sealed.message),
    sealed.flatMap((one) => one.sealed.drafts.map(({ row }) => row)),
  )
  await insertSmallContents(tx, group.flatMap(smallContentOf))
  await deps.queueMails(
    tx,
    sealed.flatMap((one) => mailsOf(deps, one.sealed, around.settings)),
  )
  await deps.audit.recordAll(
    tx,
    sealed.map((one) => auditEntryOf(one.prepared, one.sealed)),
  )
  return sealed.map(({ sealed: { message, drafts }, sealed: one }) => ({
    messageId: message.id,
    parked: parkedOf(one),
    queued: drafts.filter(({ access }) => access !== null).map(({ row }) => row.address),
  }))
}
