import { encodeBase64Url } from '../../../../lib/bytes/index.ts'
import { AppError } from '../../../../contract/errors/app-error.ts'
import type { MessageId } from '../../../../lib/id/identifiers.ts'
import { requireMessage, type MailboxMember } from '../policy.ts'
import type { SealingDeps } from '../ports.ts'
import { readMessage } from '../store.ts'
import { readPasswords } from '../store/message-passwords.ts'

/** The password of a message as an age file to the mailbox. AppError `password.none` when it was not put before the sender. */
export function readPassword(
  deps: SealingDeps,
  member: MailboxMember,
  messageId: MessageId,
): Promise<{ sealed: string; erasesAt: string }> {
  return deps.database.withOrganisation(member.organisationId, async (tx) => {
    requireMessage(member, await readMessage(tx, messageId))
    const [password] = await readPasswords(tx, [messageId])
    if (password === undefined || password.shown_at === null)
      throw new AppError('not-found', 'password.none', 'There is no password for this message.')
    if (password.sealed === null || password.erases_at <= deps.clock.now())
      throw new AppError('conflict', 'password.erased', 'The password of this message has been erased.', {
        reason: 'gone',
      })
    return { sealed: encodeBase64Url(password.sealed), erasesAt: password.erases_at.toISOString() }
  })
}
