import type { Clock } from '../../../platform/clock/clock.ts'
import type { Tx } from '../../../platform/database/database.ts'
import type { Shred } from '../../../platform/shred/shred.ts'
import { takeBackMails } from './store.ts'

/** Takes mails of these references back: their rows are erased, and the keys of what they held when that has committed. */
export async function cancelMails(
  deps: { readonly clock: Clock; readonly shred: Shred },
  tx: Tx,
  cancelled: { readonly kind: string; readonly refIds: readonly string[] },
): Promise<void> {
  deps.shred.end(tx, await takeBackMails(tx, { ...cancelled, at: deps.clock.now() }))
}
