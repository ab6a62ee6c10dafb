import type { MessageId } from '../../../../lib/id/identifiers.ts'
import type { Tx } from '../../../../platform/database/database.ts'
import { enqueueJob } from '../../../../platform/jobs/jobs.ts'
import type { AuditEntry } from '../../../tenancy/audit/index.ts'
import { grantAccess, type GrantedAccess } from '../access.ts'
import { copyEntry } from '../copy-entry.ts'
import { dispatchTask } from '../dispatch/dispatch-message.ts'
import { sealOrder } from '../dispatch/order.ts'
import { linkAccess, newMessageMail, ownMailboxMail } from '../mails.ts'
import type { CheckedRecipient, QueuedMail, SealingDeps, SealingSettings } from '../ports.ts'
import { parkedMails, senderNotices } from '../sender-mails.ts'
import { insertMessages } from '../store.ts'
import { insertDispatches } from '../store/dispatches.ts'
import type { CopyRow } from '../tables.ts'
import type { MessageToWrite } from './decide-message.ts'

/** What all messages of a transaction need, read once. */
export interface WrittenIn {
  readonly settings: SealingSettings
  /** By identifier, as they are now; of those to whom a link may go. */
  readonly recipients: ReadonlyMap<string, CheckedRecipient>
}

interface CopyDraft {
  readonly row: CopyRow
  readonly access: GrantedAccess | null
}

interface WrittenMessage extends MessageToWrite {
  readonly drafts: readonly CopyDraft[]
}

/** Who has a mailbox here signs in, and what is packed or sent directly gets access when it leaves. */
export const needsLink = ({ route, state, mailbox_id }: CopyRow): boolean =>
  route === 'portal' && state === 'queued' && mailbox_id === null

/** The portal is the way that needs nothing but the sender's own key, as for an order whose key was lost. */
const lostCopy = (copy: CopyRow): CopyRow =>
  copy.route === 'portal'
    ? { ...copy, state: 'failed' }
    : { ...copy, route: 'portal', route_rule: 'not-packable', state: 'failed' }

interface ToWrite {
  readonly decided: MessageToWrite
  readonly around: WrittenIn
}

function draftOf(
  deps: SealingDeps,
  tx: Tx,
  { copy, decided, around }: ToWrite & { readonly copy: CopyRow },
): CopyDraft {
  const { secrets } = decided
  const isOutside = copy.state === 'queued' && copy.mailbox_id === null
  if (secrets === null) return { row: isOutside ? lostCopy(copy) : copy, access: null }
  if (!needsLink(copy)) return { row: copy, access: null }
  const recipient = around.recipients.get(copy.recipient_id)
  if (recipient === undefined || recipient.check === null) return { row: { ...copy, state: 'parked' }, access: null }
  const { check, access: code } = recipient
  const access = grantAccess(deps.shred.take(tx), copy.id, { check, access: code, keys: secrets })
  return { row: { ...copy, ...access.columns }, access }
}

const rowsOf = ({ drafts }: WrittenMessage) => drafts.map(({ row }) => row)
const parkedOf = (written: WrittenMessage) => rowsOf(written).filter(({ state }) => state === 'parked')
const lostOf = (written: WrittenMessage) =>
  written.secrets === null ? rowsOf(written).filter(({ state }) => state === 'failed') : []

/**
 * Packing may take a minute, and the workers of jobs are eight: codes for the portal, of whatever organisation, must find
 * one free. Jobs of one queue run one after the other, so this many are packed at once.
 */
const dispatchQueues = 6
const queueOf = (messageId: MessageId) => `${dispatchTask}/${Number.parseInt(messageId.slice(-4), 16) % dispatchQueues}`

/** What is packed or sent directly waits for its job, which exists exactly when the message does. */
async function queueDispatches(deps: SealingDeps, tx: Tx, messages: readonly WrittenMessage[]): Promise<void> {
  const rows = messages.flatMap(({ message, drafts, secrets }) =>
    secrets === null || drafts.every(({ row }) => row.route === 'portal')
      ? []
      : [
          {
            organisation_id: message.organisation_id,
            message_id: message.id,
            sealed_order: sealOrder(deps.shred.take(tx), message.id, secrets),
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

function mailsOf(deps: SealingDeps, written: WrittenMessage, settings: SealingSettings): QueuedMail[] {
  const { message, drafts, secrets } = written
  const { publicUrl } = deps
  const subject = secrets?.subject ?? ''
  const mails = drafts.flatMap(({ row: copy, access }) => {
    const facts = { message, copy, settings, subject }
    if (copy.mailbox_id !== null) return [ownMailboxMail(publicUrl, facts)]
    return access === null ? [] : [newMessageMail(publicUrl, { ...facts, access: linkAccess(access) })]
  })
  const { language } = settings
  const lost = lostOf(written).flatMap((copy) =>
    senderNotices(publicUrl, message, { what: 'not-delivered', copy, language }),
  )
  return [...mails, ...parkedMails(publicUrl, { message, parked: parkedOf(written), settings, subject }), ...lost]
}

function auditEntriesOf(written: WrittenMessage): AuditEntry[] {
  const { message, sender } = written
  const copies = rowsOf(written)
  const recipients = copies
    .map(({ address }) => address)
    .join(', ')
    .slice(0, 2000)
  const sealed: AuditEntry = {
    organisationId: message.organisation_id,
    action: 'message.sealed',
    actor: { kind: sender.kind, id: sender.accountId ?? undefined, label: sender.address },
    subject: { kind: 'message', id: message.id },
    detail: {
      recipients,
      copies: copies.length,
      parked: parkedOf(written).length,
      routes: [...new Set(copies.map(({ route, route_rule }) => `${route} (${route_rule})`))].join(', '),
      sizeBytes: Number(message.size_bytes),
      expiresOn: message.expires_on,
    },
  }
  return [sealed, ...lostOf(written).map((copy) => copyEntry(copy, 'copy.not-delivered'))]
}

/**
 * Writes messages of one organisation down: rows, access, queued mails, jobs, audit entries. Nothing refuses here; who had a
 * check when the message was taken, and has none now, is parked. A message whose secrets are lost is the sender's to send on:
 * its envelope is sealed to their mailbox.
 */
export async function writeMessages(
  deps: SealingDeps,
  tx: Tx,
  { messages, around }: { readonly messages: readonly MessageToWrite[]; readonly around: WrittenIn },
): Promise<void> {
  const written = messages.map((decided) => ({
    ...decided,
    drafts: decided.copies.map((copy) => draftOf(deps, tx, { copy, decided, around })),
  }))
  await insertMessages(
    tx,
    written.map(({ message }) => message),
    written.flatMap(rowsOf),
  )
  await deps.queueMails(
    tx,
    written.flatMap((one) => mailsOf(deps, one, around.settings)),
  )
  await queueDispatches(deps, tx, written)
  await deps.audit.recordAll(tx, written.flatMap(auditEntriesOf))
}
