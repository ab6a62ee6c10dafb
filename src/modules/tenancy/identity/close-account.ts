import type { Tx } from '../../../platform/database/database.ts'
import type { AuditActor } from '../audit/index.ts'
import { endSessionsOf } from './end-sessions.ts'
import type { IdentityParts } from './identity-parts.ts'
import { deleteAppPasswordsOf } from './store/app-passwords.ts'
import { forgetNetworksOf } from './store/credentials.ts'
import { deleteRecoveryCodesOf } from './store/recovery.ts'
import type { AccountKey } from './store/tables.ts'

/** Closes the account and every way in at once; what it sent and its mailbox stay. */
export async function closeAccount(
  parts: IdentityParts,
  tx: Tx,
  closing: AccountKey & { readonly actor: AuditActor },
): Promise<void> {
  const { accountId } = closing
  await parts.directory.closeAccount(tx, closing)
  await endSessionsOf(parts, tx, { accountId })
  await deleteAppPasswordsOf(tx, accountId)
  await deleteRecoveryCodesOf(tx, accountId)
  await forgetNetworksOf(tx, accountId)
}
