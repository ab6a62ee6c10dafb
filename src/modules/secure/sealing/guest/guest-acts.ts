import type { CheckKind } from '../../../../contract/check-kind.ts'
import type { CopyId } from '../../../../lib/id/identifiers.ts'
import type { Tx } from '../../../../platform/database/database.ts'
import type { AuditActor } from '../../../tenancy/audit/index.ts'
import { senderNotices, type SenderNotice } from '../sender-mails.ts'
import type { SealingDeps } from '../ports.ts'
import { markOpened, readCopy, readMessage, updateCopies } from '../store.ts'
import type { GuestCopy } from './guest-copy.ts'

const guest = (copy: GuestCopy) => ({ kind: 'recipient' as const, id: copy.recipientId, label: copy.recipientAddress })

/** Records that a recipient passed the check; the first time also in the copy's state. */
export async function recordOpening(
  deps: SealingDeps,
  tx: Tx,
  input: { readonly copy: GuestCopy; readonly verifiedBy: CheckKind; readonly trustedDevice: boolean },
): Promise<void> {
  const { copy, verifiedBy, trustedDevice } = input
  const isFirst = await markOpened(tx, copy.id, deps.clock.now())
  await deps.audit.record(tx, {
    organisationId: copy.organisationId,
    action: 'message.opened',
    actor: guest(copy),
    subject: { kind: 'message', id: copy.messageId },
    detail: { copy: copy.id, verifiedBy, trustedDevice, first: isFirst },
  })
}

/** Tells the sender by mail, unless the envelope said to be silent, once per call; records why, and who said so: the recipient unless told otherwise. */
export async function notifySender(
  deps: SealingDeps,
  tx: Tx,
  input: { readonly copy: GuestCopy; readonly what: SenderNotice; readonly actor?: AuditActor },
): Promise<void> {
  const { copy, what, actor = guest(input.copy) } = input
  const message = await readMessage(tx, copy.messageId)
  const row = await readCopy(tx, copy.id)
  if (message === undefined || row === undefined) return
  const now = deps.clock.now()
  if (what === 'number-wrong') await updateCopies(tx, [copy.id], { number_reported_wrong_at: now })
  if (what === 'new-link-requested' || what === 'resend-requested')
    await updateCopies(tx, [copy.id], { new_link_requested_at: now })
  const { language } = await deps.settingsOf(tx, copy.organisationId)
  await deps.queueMails(tx, senderNotices(deps.publicUrl, message, { what, copy: row, language }))
  await deps.audit.record(tx, {
    organisationId: copy.organisationId,
    action: `copy.${what}`,
    actor,
    subject: { kind: 'copy', id: copy.id },
  })
}

/** What a recipient may tell the sender without opening anything. */
export type ReportOfGuest = Extract<SenderNotice, 'number-wrong' | 'new-link-requested' | 'resend-requested'>

/** When the recipient last reported this, so that the sender is not told every minute. */
export async function lastReported(
  tx: Tx,
  input: { readonly copyId: CopyId; readonly what: ReportOfGuest },
): Promise<Date | null> {
  const copy = await readCopy(tx, input.copyId)
  if (copy === undefined) return null
  return input.what === 'number-wrong' ? copy.number_reported_wrong_at : copy.new_link_requested_at
}
