import type { MessageId } from '../../../../lib/id/identifiers.ts'
import type { Tx } from '../../../../platform/database/database.ts'
import { passwordReadyMails } from '../sender-mails.ts'
import type { SealingDeps } from '../ports.ts'
import { readCopies, readMessage } from '../store.ts'
import { showPassword } from '../store/message-passwords.ts'

const dayMs = 24 * 3600_000

/** A text with the password did not arrive: the password waits for the sender now, who is told once. */
export async function passwordTextFailed(
  deps: SealingDeps,
  tx: Tx,
  failed: { readonly messageId: MessageId },
): Promise<void> {
  const message = await readMessage(tx, failed.messageId)
  if (message === undefined) return
  const settings = await deps.settingsOf(tx, message.organisation_id)
  const at = deps.clock.now()
  const erasesAt = new Date(at.getTime() + settings.passwordDays * dayMs)
  if (!(await showPassword(tx, message.id, { at, erasesAt }))) return
  const copies = (await readCopies(tx, [message.id])).filter((copy) => copy.route === 'attachment')
  await deps.queueMails(
    tx,
    passwordReadyMails(deps.publicUrl, message, { copies, subject: '', reason: 'text-failed', settings }),
  )
  await deps.audit.record(tx, {
    organisationId: message.organisation_id,
    action: 'password.text-failed',
    actor: { kind: 'system' },
    subject: { kind: 'message', id: message.id },
  })
}
