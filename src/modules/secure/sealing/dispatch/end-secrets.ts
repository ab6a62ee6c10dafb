import type { CopyId, MessageId } from '../../../../lib/id/identifiers.ts'
import type { Tx } from '../../../../platform/database/database.ts'
import type { SealingDeps } from '../ports.ts'
import { removeDispatches, takeFallbacks as removeFallbacks } from '../store/dispatches.ts'
import type { FallbackRow } from '../store/dispatch-tables.ts'
import type { CopyRow } from '../tables.ts'

type EndDeps = Pick<SealingDeps, 'shred'>

/** Ends orders: rows at once, keys with the commit. False when there was none. */
export async function endOrders(deps: EndDeps, tx: Tx, messageIds: readonly MessageId[]): Promise<boolean> {
  const sealed = await removeDispatches(tx, messageIds)
  deps.shred.end(tx, sealed)
  return sealed.length > 0
}

/** Removes what would replace the mails of these copies and gives it back; its keys end with the commit. */
export async function takeFallbacks(deps: EndDeps, tx: Tx, copyIds: readonly CopyId[]): Promise<FallbackRow[]> {
  const rows = await removeFallbacks(tx, copyIds)
  deps.shred.end(
    tx,
    rows.map((row) => row.sealed_mail),
  )
  return rows
}

/** The caller takes the access of these copies from their rows, under the lock of their message. */
export function endAccess(
  deps: EndDeps,
  tx: Tx,
  copies: readonly Pick<CopyRow, 'sealed_share' | 'sealed_access_proof'>[],
): void {
  deps.shred.end(
    tx,
    copies.flatMap((copy) => [copy.sealed_share, copy.sealed_access_proof]),
  )
}
