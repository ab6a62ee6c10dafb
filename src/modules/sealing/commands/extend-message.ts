import { AppError } from '../../../lib/errors/app-error.ts'
import { isLive, requireMessage, type MailboxMember } from '../policy.ts'
import type { SealingDeps } from '../ports.ts'
import { lockMessage, updateMessage } from '../store.ts'

const dayMs = 24 * 3600 * 1000

/** Moves the expiry, later or earlier, while key shares exist; counted from sending, within the organisation's limit. */
export async function extendMessage(
  deps: SealingDeps,
  member: MailboxMember,
  change: { readonly messageId: string; readonly expiresAt: Date },
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
    const latest = new Date(message.sent_at.getTime() + settings.maxExpiryDays * dayMs)
    if (change.expiresAt <= now || change.expiresAt > latest)
      throw new AppError(
        'invalid',
        'message.bad-expiry',
        `Choose a time between now and ${settings.maxExpiryDays} days after sending.`,
      )
    await updateMessage(tx, message.id, { expires_at: change.expiresAt })
    await deps.audit.record(tx, {
      organisationId: member.organisationId,
      action: 'message.extended',
      actor: { kind: 'account', id: member.accountId, label: member.address },
      subject: { kind: 'message', id: message.id },
      detail: { from: message.expires_at.toISOString(), to: change.expiresAt.toISOString() },
    })
  })
}
