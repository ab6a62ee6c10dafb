import type { Tx } from '../../../platform/database/database.ts'
import { senderNotice } from '../mails.ts'
import type { SealingDeps } from '../ports.ts'
import { markFailed, readCopy, readMessage } from '../store.ts'

/**
 * Called in the transaction that records a notification's final failure: the sender sees it in Sent and,
 * unless a delivery report says it already, gets a mail. Where nobody waits for it any more there is nothing to tell.
 */
export async function notificationFailed(
  deps: SealingDeps,
  tx: Tx,
  failed: { readonly organisationId: string; readonly copyId: string; readonly isReported: boolean },
): Promise<void> {
  if (!(await markFailed(tx, failed.copyId))) return
  const copy = await readCopy(tx, failed.copyId)
  const message = copy === undefined ? undefined : await readMessage(tx, copy.message_id)
  if (copy === undefined || message === undefined) return
  if (!failed.isReported) {
    const { language } = await deps.settingsOf(tx, failed.organisationId)
    await deps.queueMails(tx, [
      senderNotice(deps.publicUrl, message, { what: 'not-delivered', recipientAddress: copy.address, language }),
    ])
  }
  await deps.audit.record(tx, {
    organisationId: failed.organisationId,
    action: 'copy.not-delivered',
    actor: { kind: 'system' },
    subject: { kind: 'copy', id: copy.id },
    detail: { recipient: copy.address },
  })
}
