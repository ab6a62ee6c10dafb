import { AppError } from '../../../../contract/errors/app-error.ts'
import type { CopyId, MessageId } from '../../../../lib/id/identifiers.ts'
import { describeError } from '../../../../platform/log/log.ts'
import { noAccess } from '../access.ts'
import { stopDepartures } from '../dispatch/end-copies.ts'
import { endAccess } from '../dispatch/end-secrets.ts'
import { requireMessage, type MailboxMember } from '../policy.ts'
import type { SealingDeps } from '../ports.ts'
import { lockMessage, readCopies, removeSmallContent, updateCopies, updateMessage } from '../store.ts'
import { removeFormerLinks } from '../store/former-links.ts'
import { erasePasswords } from '../store/message-passwords.ts'
import type { CopyRow } from '../tables.ts'

export interface Revocation {
  readonly messageId: MessageId
  readonly scope: 'recipients' | 'everyone'
  /** Only these copies; all when absent. Not with scope "everyone". */
  readonly copyIds?: readonly CopyId[] | undefined
}

const isOpenable = (copy: CopyRow) => copy.state !== 'revoked' && copy.state !== 'expired'

/**
 * Revoking destroys: the server's shares and the wraps of the recipients; with scope "everyone" also the sender's own
 * envelope, the password of encrypted files and the content. What a recipient has already downloaded or got as a file stays
 * with them; a mail that still waits is taken back. Answers received stay.
 */
export async function revokeMessage(deps: SealingDeps, member: MailboxMember, revocation: Revocation): Promise<void> {
  const now = deps.clock.now()
  const contentId = await deps.database.withOrganisation(member.organisationId, async (tx) => {
    const message = requireMessage(member, await lockMessage(tx, revocation.messageId))
    const copies = await readCopies(tx, [message.id])
    const isEverything = revocation.scope === 'everyone'
    const chosen = copies.filter(
      (copy) => isOpenable(copy) && (isEverything || (revocation.copyIds?.includes(copy.id) ?? true)),
    )
    if (!isEverything && chosen.length === 0)
      throw new AppError('conflict', 'message.nothing-to-revoke', 'Nobody can open this message any more.')
    const copyIds = chosen.map((copy) => copy.id)
    endAccess(deps, tx, chosen)
    await updateCopies(tx, copyIds, { ...noAccess, state: 'revoked', closed_at: now })
    await removeFormerLinks(tx, copyIds)
    await stopDepartures(deps, tx, { messageIds: [message.id], copyIds })
    if (isEverything)
      await updateMessage(tx, message.id, {
        sealed_envelope: null,
        content_id: null,
        removed_at: message.removed_at ?? now,
      })
    if (isEverything) await erasePasswords(tx, [message.id], now)
    if (isEverything && message.content_id !== null) await removeSmallContent(tx, message.content_id)
    await deps.audit.record(tx, {
      organisationId: member.organisationId,
      action: isEverything ? 'message.revoked-for-everyone' : 'message.revoked',
      actor: { kind: 'account', id: member.accountId, label: member.address },
      subject: { kind: 'message', id: message.id },
      detail: {
        recipients: chosen
          .map((copy) => copy.address)
          .join(', ')
          .slice(0, 2000),
      },
    })
    return isEverything ? message.content_id : null
  })
  // The row no longer names it and no key opens it: if this fails, the sweep removes it, and the revocation still holds.
  if (contentId !== null)
    await deps.blobs
      .remove(contentId)
      .catch((error: unknown) => deps.log.warn('sealing.content-not-removed', describeError(error)))
}
