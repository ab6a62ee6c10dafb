import { AppError } from '../../../../contract/errors/app-error.ts'
import { withGuest, type GuestCaller } from '../guest-session.ts'
import { closed } from '../require-open.ts'
import { lockRecipient } from '../store.ts'
import type { PortalDeps } from '../ports.ts'
import type { Tx } from '../../../../platform/database/database.ts'
import type { GuestCopy, ReportOfGuest } from '../../sealing/index.ts'
import { withProvenLink, type ShownLink } from '../proven-link.ts'

/** The sender hears of the same thing once a day, however often it is reported. */
const quietMs = 24 * 3600_000

async function reportOnce(
  deps: PortalDeps,
  tx: Tx,
  input: { readonly copy: GuestCopy; readonly what: ReportOfGuest },
): Promise<void> {
  // Otherwise a burst of reports would all find that none was made yet.
  await lockRecipient(tx, input.copy.recipientId)
  const last = await deps.guest.lastReported(tx, { copyId: input.copy.id, what: input.what })
  if (last !== null && deps.clock.now().getTime() - last.getTime() < quietMs) return
  await deps.guest.notifySender(tx, input)
}

/** "Number not correct? Notify the sender": needs a proven link, sends no text and uses no code up. */
export function reportWrongNumber(deps: PortalDeps, caller: GuestCaller): Promise<void> {
  return withGuest(deps, caller, (tx, { copy }) => {
    if (copy.state !== 'open') throw closed()
    if (copy.check !== 'sms')
      throw new AppError('conflict', 'portal.no-number', 'This message is not opened with a text message.')
    return reportOnce(deps, tx, { copy, what: 'number-wrong' })
  })
}

/**
 * For a link that opens nothing any more: tells the sender, who alone can make a new one or send the message again. Only
 * the holder of the link's secret moves anything; everybody gets the same answer.
 */
export async function requestNewLink(deps: PortalDeps, shown: ShownLink): Promise<void> {
  await withProvenLink(deps, shown, async (tx, { copy }) => {
    if (copy.state === 'revoked') return
    await reportOnce(deps, tx, { copy, what: copy.state === 'expired' ? 'resend-requested' : 'new-link-requested' })
  })
}
