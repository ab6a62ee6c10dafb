import type { EndedAccess } from '../../../contract/identity.ts'
import type { SessionId } from '../../../lib/id/identifiers.ts'
import type { Tx } from '../../../platform/database/database.ts'
import type { AuditActor } from '../audit/index.ts'
import { endSessionsOf } from './end-sessions.ts'
import type { IdentityParts } from './identity-parts.ts'
import { deleteAppPasswordsOf } from './store/app-passwords.ts'
import type { AccountKey } from './store/tables.ts'

interface Revocation extends AccountKey {
  /** The session from which the password was changed. */
  readonly exceptSession?: SessionId
  readonly revokeAppPasswords: boolean
  readonly actor: AuditActor
}

/** Ends the other sessions of an account, and its app passwords when wanted. The caller holds the account's credential. */
export async function revokeAccess(parts: IdentityParts, tx: Tx, revoked: Revocation): Promise<EndedAccess> {
  const { organisationId, accountId, exceptSession, revokeAppPasswords, actor } = revoked
  const which = { accountId, ...(exceptSession === undefined ? {} : { except: exceptSession }) }
  const sessions = await endSessionsOf(parts, tx, which)
  const appPasswords = revokeAppPasswords ? await deleteAppPasswordsOf(tx, accountId) : []
  await parts.audit.recordAll(
    tx,
    appPasswords.map((name) => ({
      organisationId,
      action: 'app-password.removed',
      actor,
      subject: { kind: 'account', id: accountId },
      detail: { name },
    })),
  )
  return { sessions, appPasswords }
}
