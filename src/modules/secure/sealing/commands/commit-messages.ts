import { AppError } from '../../../../lib/errors/app-error.ts'
import { addDays, dayOf, endOfDay } from '../../../../lib/time/index.ts'
import type { Tx } from '../../../../platform/database/database.ts'
import { enqueueJob } from '../../../../platform/jobs/jobs.ts'
import type { AuditEntry } from '../../../tenancy/audit/index.ts'
import type { AcceptedMail, MailSender, PhoneUse } from '../incoming-mail.ts'
import { dispatchTask } from '../dispatch/dispatch-message.ts'
import { sealOrder, type DispatchOrder } from '../dispatch/order.ts'
import { linkAccess, newMessageMail, ownMailboxMail } from '../mails.ts'
import { parkedMails } from '../sender-mails.ts'
import { mailboxDigestOf, type MessageKeys } from '../access.ts'
import { bindMessage, requireMailbox, type SenderMailbox } from '../encryption-targets.ts'
import type { CheckedRecipient, QueuedMail, SealingDeps, SealingSettings } from '../ports.ts'
import { insertDispatches } from '../store/dispatches.ts'
import { insertMessages, insertSmallContents } from '../store.ts'
import type { MessageRow, SmallContentRow } from '../tables.ts'
import { readAddressing, type Addressing } from './address-message.ts'
import {
  chosenRoutes,
  draftCopies,
  sealEnvelope,
  type CopyDraft,
  type PreparedMessage,
  type Surroundings,
} from './draft-copies.ts'
import { rememberNamedPhone } from './remember-phone.ts'

async function findMailbox(deps: SealingDeps, tx: Tx, sender: MailSender): Promise<SenderMailbox> {
  const found = await deps.mailboxOf(
    tx,
    sender.mailboxId === null ? { address: sender.address } : { id: sender.mailboxId },
  )
  if (found !== null) return requireMailbox(deps, sender, found)
  throw new AppError(
    'refused',
    'message.no-mailbox',
    `There is no mailbox ${sender.address} here. Create the account first, so that answers can be read.`,
  )
}

/** Whoever writes from another mailbox than their own, a shared one, writes in its name. */
function senderName(sender: MailSender, mailbox: SenderMailbox): string {
  const names = [sender.displayName, mailbox.displayName, mailbox.address]
  const isShared = sender.kind === 'account' && sender.mailboxId === null
  return (isShared ? names.slice(1) : names).find((name) => name !== '') ?? mailbox.address
}

function messageRow(
  deps: SealingDeps,
  prepared: PreparedMessage,
  parts: { readonly mailbox: SenderMailbox; readonly settings: SealingSettings; readonly now: Date },
): MessageRow {
  const { mail } = prepared
  const { mailbox, settings, now } = parts
  const { header } = prepared
  const lastDay = addDays(dayOf(now, settings.timeZone), settings.expiryDays)
  const target = {
    organisation_id: mail.sender.organisationId,
    id: prepared.messageId,
    mailbox_id: mailbox.id,
    mailbox_recipient: mailbox.recipient,
  }
  return {
    ...target,
    mailbox_recipient_mac: bindMessage(deps, target),
    account_id: mail.sender.accountId,
    sender_name: senderName(mail.sender, mailbox),
    sender_address: mail.sender.writtenAddress,
    sent_at: now,
    expires_on: lastDay,
    expires_at: endOfDay(lastDay, settings.timeZone),
    ended_at: null,
    removed_at: null,
    content_id: prepared.contentId,
    size_bytes: prepared.sizeBytes,
    sealed_envelope: sealEnvelope(prepared, mailbox, prepared.answersKey),
    dsn_ret: mail.ret,
    dsn_envid: mail.envid,
    return_path: mail.envelopeFrom,
    is_automatic: header.isAutomatic,
    reply_to: header.replyTo,
  }
}

interface SealedMessage {
  readonly message: MessageRow
  readonly drafts: readonly CopyDraft[]
  readonly subject: string
  readonly order: DispatchOrder | null
  readonly phone: PhoneUse | null
}

const senderKey = (sender: MailSender) => sender.mailboxId ?? sender.address

async function readSurroundings(deps: SealingDeps, tx: Tx, group: readonly PreparedMessage[]): Promise<Surroundings> {
  const organisationId = group[0]?.mail.sender.organisationId ?? ''
  const settings = await deps.settingsOf(tx, organisationId)
  const mailboxes = new Map<string, SenderMailbox>()
  for (const { mail } of group) {
    if (!mailboxes.has(senderKey(mail.sender)))
      mailboxes.set(senderKey(mail.sender), await findMailbox(deps, tx, mail.sender))
  }
  const addressing = new Map(
    group.map((prepared) => [prepared, readAddressing(prepared.mail, prepared.header, settings)]),
  )
  const written = [...addressing.values()].flatMap(({ recipients }) => recipients.map((one) => one.written))
  const recipients = await deps.recipientsOf(tx, organisationId, [...new Set(written)])
  const around = {
    settings,
    domainRules: await deps.domainRules(tx),
    addressing,
    mailboxes,
    byAddress: new Map(recipients.map((recipient) => [recipient.address, recipient])),
    ownMailboxes: await ownMailboxesOf(deps, tx, { organisationId, recipients }),
    phoneUses: new Map<PreparedMessage, PhoneUse | null>(),
  }
  for (const prepared of group) await useNamedPhone(deps, tx, { prepared, around })
  return around
}

async function ownMailboxesOf(
  deps: SealingDeps,
  tx: Tx,
  to: { readonly organisationId: string; readonly recipients: readonly CheckedRecipient[] },
): Promise<ReadonlyMap<string, SenderMailbox>> {
  const { organisationId, recipients } = to
  const found = await deps.ownMailboxes(
    tx,
    recipients.map(({ address }) => address),
  )
  const checked = found.map((mailbox) => requireMailbox(deps, { organisationId, address: mailbox.address }, mailbox))
  return new Map(checked.map((mailbox) => [mailbox.address, mailbox]))
}

/**
 * A phone named beside a recipient is their check on every route; for encrypted files the job that packs them decides, as the
 * password goes there as well. One message after the other: the next one of a group finds the check that this one set.
 */
async function useNamedPhone(
  deps: SealingDeps,
  tx: Tx,
  { prepared, around }: { readonly prepared: PreparedMessage; readonly around: Surroundings },
): Promise<void> {
  const addressing = around.addressing.get(prepared)
  if (addressing === undefined || addressing.phones.length === 0) return
  const { phones } = addressing
  const chosen = chosenRoutes(prepared, around)
  const isPacked = chosen.some(({ choice }) => choice.route === 'attachment')
  if (isPacked || chosen.every(({ ownMailbox }) => ownMailbox !== null)) return
  const recipients = chosen.map(({ recipient }) => recipient)
  const { organisationId, kind, accountId, address: label } = prepared.mail.sender
  const actor = { kind, id: accountId ?? undefined, label } as const
  const { use, recipient } = await rememberNamedPhone(deps, tx, { organisationId, actor, recipients, phones })
  around.phoneUses.set(prepared, use)
  if (recipient !== null) around.byAddress.set(recipient.address, recipient)
}

const keysOf = ({ conversation, answersKey }: PreparedMessage, mailbox: SenderMailbox): MessageKeys => ({
  conversationIdentity: conversation.identity,
  answers: { key: answersKey, mailboxDigest: mailboxDigestOf(mailbox.recipient) },
})

function orderOf(
  { header }: PreparedMessage,
  parts: { readonly keys: MessageKeys; readonly addressing: Addressing | undefined },
): DispatchOrder {
  const { keys, addressing } = parts
  return {
    ...keys,
    subject: header.subject,
    phones: [...(addressing?.phones ?? [])],
    passwordAddresses: [...(addressing?.passwordAddresses ?? [])],
    thread: header.thread,
  }
}

interface ToSeal {
  readonly prepared: PreparedMessage
  readonly around: Surroundings
}

function sealOne(deps: SealingDeps, tx: Tx, { prepared, around }: ToSeal): SealedMessage {
  const mailbox = around.mailboxes.get(senderKey(prepared.mail.sender))
  if (mailbox === undefined)
    throw new AppError('broken', 'message.no-mailbox', 'The mailbox of this message was not read.')
  const keys = keysOf(prepared, mailbox)
  const drafts = draftCopies(deps, tx, { prepared, around, keys })
  const isDispatched = drafts.some(({ row }) => row.route !== 'portal')
  return {
    message: messageRow(deps, prepared, { mailbox, settings: around.settings, now: deps.clock.now() }),
    drafts,
    subject: prepared.header.subject,
    order: isDispatched ? orderOf(prepared, { keys, addressing: around.addressing.get(prepared) }) : null,
    phone: around.phoneUses.get(prepared) ?? null,
  }
}

/**
 * Packing may take a minute, and the workers of jobs are eight: codes for the portal, of whatever organisation, must find
 * one free. Jobs of one queue run one after the other, so this many are packed at once.
 */
const dispatchQueues = 6
const queueOf = (messageId: string) => `${dispatchTask}/${Number.parseInt(messageId.slice(-4), 16) % dispatchQueues}`

/** What is packed or sent directly waits for its job, which exists exactly when the message does. */
async function queueDispatches(deps: SealingDeps, tx: Tx, sealed: readonly SealedMessage[]): Promise<void> {
  const rows = sealed.flatMap(({ message, order }) =>
    order === null
      ? []
      : [
          {
            organisation_id: message.organisation_id,
            message_id: message.id,
            sealed_order: sealOrder(deps.shred.take(tx), message.id, order),
            created_at: deps.clock.now(),
          },
        ],
  )
  await insertDispatches(tx, rows)
  for (const { organisation_id: organisationId, message_id: messageId } of rows)
    await enqueueJob(tx, {
      task: dispatchTask,
      payload: { organisationId, messageId },
      queue: queueOf(messageId),
      maxAttempts: 8,
    })
}

const parkedOf = ({ drafts }: SealedMessage) => drafts.map(({ row }) => row).filter(({ state }) => state === 'parked')

function mailsOf(deps: SealingDeps, sealed: SealedMessage, settings: SealingSettings): QueuedMail[] {
  const { message, drafts, subject } = sealed
  const mails = drafts.flatMap(({ row: copy, access }) => {
    const facts = { message, copy, settings, subject }
    if (copy.mailbox_id !== null) return [ownMailboxMail(deps.publicUrl, facts)]
    return access === null ? [] : [newMessageMail(deps.publicUrl, { ...facts, access: linkAccess(access) })]
  })
  return [...mails, ...parkedMails(deps.publicUrl, { message, parked: parkedOf(sealed), settings, subject })]
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
      routes: [...new Set(drafts.map(({ row }) => `${row.route} (${row.route_rule})`))].join(', '),
      sizeBytes: Number(message.size_bytes),
      expiresOn: message.expires_on,
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
  const sealed = group.map((prepared) => ({ prepared, sealed: sealOne(deps, tx, { prepared, around }) }))
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
  await queueDispatches(
    deps,
    tx,
    sealed.map((one) => one.sealed),
  )
  await deps.audit.recordAll(
    tx,
    sealed.map((one) => auditEntryOf(one.prepared, one.sealed)),
  )
  return sealed.map(({ sealed: { message, drafts, phone }, sealed: one }) => ({
    messageId: message.id,
    parked: parkedOf(one).map(({ address }) => address),
    queued: drafts.filter(({ row }) => row.state === 'queued').map(({ row }) => row.address),
    phone,
  }))
}
