import type { Tx } from '../../../../platform/database/database.ts'
import { copyEntry } from '../copy-entry.ts'
import type { SealingDeps } from '../ports.ts'
import { senderNotices } from '../sender-mails.ts'
import { updateCopies } from '../store.ts'
import type { CopyRow, MessageRow } from '../tables.ts'
import { endOrders } from './end-secrets.ts'

/**
 * Ends an order that can no longer be opened: its key was not in the backup that was restored. The sender is told, and can
 * give each recipient a link: the portal is the way that needs nothing but the sender's own key.
 */
export async function giveUpOrder(
  deps: SealingDeps,
  tx: Tx,
  given: { readonly message: MessageRow; readonly copies: readonly CopyRow[] },
): Promise<void> {
  const { message, copies } = given
  await endOrders(deps, tx, [message.id])
  await updateCopies(
    tx,
    copies.map(({ id }) => id),
    { route: 'portal', route_rule: 'not-packable', state: 'failed' },
  )
  const { language } = await deps.settingsOf(tx, message.organisation_id)
  await deps.queueMails(
    tx,
    copies.flatMap((copy) => senderNotices(deps.publicUrl, message, { what: 'not-delivered', copy, language })),
  )
  await deps.audit.recordAll(
    tx,
    copies.map((copy) => copyEntry(copy, 'copy.not-delivered')),
  )
}
