import { AppError } from '../../../contract/errors/app-error.ts'
import type { Tx } from '../../../platform/database/database.ts'
import type { GuestCopy } from '../sealing/index.ts'
import type { PortalDeps } from './ports.ts'

/** The message ended for this recipient: revoked or expired. */
export function closed(): AppError {
  return new AppError('refused', 'portal.closed', 'This message can no longer be opened.', { reason: 'gone' })
}

export function locked(): AppError {
  return new AppError('refused', 'portal.locked', 'Too many wrong codes. The sender was told and can let you in again.')
}

/** Throws `portal.closed` or `portal.locked`. */
export async function requireOpen(deps: PortalDeps, tx: Tx, copy: GuestCopy): Promise<void> {
  if (copy.state !== 'open') throw closed()
  if ((await deps.recipients.lockedAt(tx, copy.recipientId)) !== null) throw locked()
}
