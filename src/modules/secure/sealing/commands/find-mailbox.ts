import { AppError } from '../../../../contract/errors/app-error.ts'
import type { Tx } from '../../../../platform/database/database.ts'
import { requireMailbox, type SenderMailbox } from '../encryption-targets.ts'
import type { MailSender } from '../incoming-mail.ts'
import type { SealingDeps } from '../ports.ts'

/** The mailbox that a message is sent from, its key checked. AppError `message.no-mailbox`, `target.not-authentic`. */
export async function findMailbox(deps: SealingDeps, tx: Tx, sender: MailSender): Promise<SenderMailbox> {
  const found = await deps.mailboxOf(
    tx,
    sender.mailboxId === null ? { address: sender.address } : { id: sender.mailboxId },
  )
  if (found !== null) return requireMailbox(deps, sender, found)
  throw new AppError(
    'refused',
    'message.no-mailbox',
    `There is no mailbox ${sender.address} here. Create the account first, so that answers can be read.`,
  )
}
