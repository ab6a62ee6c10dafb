import type { CopyId } from '../../../../lib/id/identifiers.ts'
import { copyEntry } from '../copy-entry.ts'
import type { RouteRule } from '../../../../lib/policy/index.ts'
import type { Tx } from '../../../../platform/database/database.ts'
import type { FailedEvent } from '../../../transport/delivery/index.ts'
import { noAccess } from '../access.ts'
import { endPackageIfDone } from '../dispatch/end-copies.ts'
import { endAccess, takeFallbacks } from '../dispatch/end-secrets.ts'
import { openFallback } from '../dispatch/fallback.ts'
import { newMessageMail } from '../mails.ts'
import { parkedMails, senderNotices, type SenderNotice } from '../sender-mails.ts'
import { isLive } from '../policy.ts'
import type { QueuedMail, SealingDeps } from '../ports.ts'
import { lockMessage, markFailed, markNotified, readCopy, updateCopies } from '../store.ts'
import type { CopyRow, MessageRow } from '../tables.ts'

interface LockedCopy {
  readonly copy: CopyRow
  readonly message: MessageRow
  /** The sender gave the recipient a new link while this waited: the outcome is that of a mail that no longer counts. */
  readonly isOvertaken: boolean
}

/** The copy as it is under the message's lock, which is taken first, as revoking does. */
async function lockCopy(tx: Tx, copyId: CopyId): Promise<LockedCopy | undefined> {
  const before = await readCopy(tx, copyId)
  const message = before === undefined ? undefined : await lockMessage(tx, before.message_id)
  const copy = message === undefined ? undefined : await readCopy(tx, copyId)
  if (before === undefined || message === undefined || copy === undefined) return undefined
  return { copy, message, isOvertaken: copy.route !== before.route }
}

/** Called in the transaction that records that a copy's mail has left. */
export async function notificationSent(deps: SealingDeps, tx: Tx, sent: { readonly copyId: CopyId }): Promise<void> {
  const now = deps.clock.now()
  if ((await readCopy(tx, sent.copyId))?.route === 'portal') return markNotified(tx, sent.copyId, now)
  const locked = await lockCopy(tx, sent.copyId)
  if (locked === undefined || locked.isOvertaken) return
  const { copy } = locked
  await markNotified(tx, copy.id, now)
  await takeFallbacks(deps, tx, [copy.id])
  // The mail itself is there: nothing is to be opened here any more.
  if (copy.route === 'direct') {
    endAccess(deps, tx, [copy])
    await updateCopies(tx, [copy.id], noAccess)
  }
  if (copy.route === 'attachment') await endPackageIfDone(tx, copy.message_id)
}

/** Why the portal takes over, if it does; what is left would stop the portal's mail as well. */
function replacingRule({ route }: CopyRow, cause: FailedEvent['cause']): RouteRule | null {
  if (route === 'portal' || cause === 'other') return null
  if (cause === 'no-verified-tls') return route === 'direct' ? 'no-verified-tls' : null
  return cause === 'message-too-large' ? 'too-large' : 'attachment-refused'
}

const noticeOf: Partial<Record<RouteRule, SenderNotice>> = {
  'no-verified-tls': 'no-verified-tls',
  'too-large': 'too-large-for-attachment',
  'attachment-refused': 'sent-through-portal',
}

interface Refusal {
  readonly copy: CopyRow
  readonly message: MessageRow
  readonly rule: RouteRule
}

/** The portal in place of a mail that was refused: the link it would have carried, or parked when there is no check. */
async function sendThroughPortal(deps: SealingDeps, tx: Tx, { copy, message, rule }: Refusal): Promise<void> {
  const settings = await deps.settingsOf(tx, message.organisation_id)
  const [row] = await takeFallbacks(deps, tx, [copy.id])
  const { check_kind: check } = copy
  const opened = row === undefined ? null : await openFallback(deps.shred, copy.id, row.sealed_mail)
  const fallback = opened === null || check === null ? null : { ...opened, check }
  const subject = fallback?.subject ?? ''
  const mails: readonly QueuedMail[] =
    fallback === null
      ? parkedMails(deps.publicUrl, { message, parked: [copy], settings, subject })
      : [
          newMessageMail(deps.publicUrl, {
            message,
            copy,
            access: fallback,
            settings,
            subject,
            portalPassword: fallback.portalPassword,
          }),
        ]
  const what = noticeOf[rule] ?? 'sent-through-portal'
  const notices = senderNotices(deps.publicUrl, message, { what, copy, language: settings.language })
  await updateCopies(tx, [copy.id], {
    route: 'portal',
    route_rule: rule,
    state: fallback === null ? 'parked' : 'queued',
  })
  await deps.queueMails(tx, [...mails, ...notices])
  const detail = { route: copy.route, rule, parked: fallback === null }
  await deps.audit.record(tx, copyEntry(copy, 'copy.sent-through-portal', detail))
}

async function recordFailure(
  deps: SealingDeps,
  tx: Tx,
  input: { readonly copy: CopyRow; readonly message: MessageRow; readonly isReported: boolean },
): Promise<void> {
  const { copy, message, isReported } = input
  if (!isReported) {
    const { language } = await deps.settingsOf(tx, message.organisation_id)
    await deps.queueMails(tx, senderNotices(deps.publicUrl, message, { what: 'not-delivered', copy, language }))
  }
  await deps.audit.record(tx, copyEntry(copy, 'copy.not-delivered'))
}

/**
 * Called in the transaction that records the final failure of a copy's mail. Encrypted files or a direct mail that were
 * refused go out again through the portal, and the sender is told (`isReplaced`). Otherwise the sender sees it in Sent
 * and, unless a delivery report says it already, gets a mail. Where nobody waits for it any more there is nothing to tell.
 */
export async function notificationFailed(
  deps: SealingDeps,
  tx: Tx,
  failed: { readonly copyId: CopyId } & Pick<FailedEvent, 'cause' | 'isReported'>,
): Promise<{ readonly isReplaced: boolean }> {
  const locked = await lockCopy(tx, failed.copyId)
  if (locked?.isOvertaken === true) return { isReplaced: true }
  if (locked === undefined || !(await markFailed(tx, locked.copy.id))) return { isReplaced: false }
  const { copy, message } = locked
  const rule = isLive(message, deps.clock.now()) ? replacingRule(copy, failed.cause) : null
  if (rule === null) await recordFailure(deps, tx, { copy, message, isReported: failed.isReported })
  else await sendThroughPortal(deps, tx, { copy, message, rule })
  await takeFallbacks(deps, tx, [copy.id])
  if (copy.route === 'attachment') await endPackageIfDone(tx, message.id)
  return { isReplaced: rule !== null }
}
