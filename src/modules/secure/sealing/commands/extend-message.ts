import { AppError } from '../../../../contract/errors/app-error.ts'
import type { MessageId } from '../../../../lib/id/identifiers.ts'
import { addDays, dayOf, endOfDay } from '../../../../lib/time/index.ts'
import { isLive, requireMessage, type MailboxMember } from '../policy.ts'
import type { SealingDeps } from '../ports.ts'
import { lockMessage, updateMessage } from '../store.ts'

/**
 * Moves the last day, later or earlier, while key shares exist; counted from sending, within the organisation's limit.
 * `expiresAt` is any moment of the new last day in the organisation's zone.
 */
export async function extendMessage(
  deps: SealingDeps,
  member: MailboxMember,
  change: { readonly messageId: MessageId; readonly expiresAt: Date },
): Promise<void> {
  const now = deps.clock.now()
  await deps.database.withOrganisation(member.organisationId, async (tx) => {
    const message = requireMessage(member, await lockMessage(tx, change.messageId))
    const settings = await deps.settingsOf(tx, member.organisationId)
    if (!isLive(message, now))
      throw new AppError(
        'conflict',
        'message.ended',
        'This message can no longer be opened, so its period cannot be changed. Send it again.',
      )
    const latest = addDays(dayOf(message.sent_at, settings.timeZone), settings.maxExpiryDays)
    if (change.expiresAt <= now || change.expiresAt > endOfDay(latest, settings.timeZone))
      throw new AppError(
        'invalid',
        'message.bad-expiry',
        `Choose a day between today and ${settings.maxExpiryDays} days after sending.`,
      )
    const lastDay = dayOf(change.expiresAt, settings.timeZone)
    await updateMessage(tx, message.id, {
      expires_on: lastDay,
      expires_at: endOfDay(lastDay, settings.timeZone),
    })
    await deps.audit.record(tx, {
      organisationId: member.organisationId,
      action: 'message.extended',
      actor: { kind: 'account', id: member.accountId, label: member.address },
      subject: { kind: 'message', id: message.id },
      detail: { from: message.expires_on, to: lastDay },
    })
  })
}
