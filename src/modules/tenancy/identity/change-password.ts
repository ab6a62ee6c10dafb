import type { EndedAccess } from '../../../contract/identity.ts'
import type { IdentityParts } from './identity-parts.ts'
import { withProof } from './prove-again.ts'
import { revokeAccess } from './revoke-access.ts'
import type { SignedIn } from './sessions.ts'
import { replacePassword } from './store/credentials.ts'
import { decodeKey, decodeSalt, decodeWrapped, verifierOf } from './verifier.ts'

export interface PasswordChange {
  readonly oldAuthKey: string
  readonly salt: string
  readonly newAuthKey: string
  readonly wrappedIdentity: string
  readonly revokeAppPasswords: boolean
  readonly remoteAddress: string
}

/** The identity stays, its wrap under the password is replaced; all other sessions end, app passwords when wanted. */
export async function changePassword(
  parts: IdentityParts,
  signedIn: SignedIn,
  change: PasswordChange,
): Promise<EndedAccess> {
  const { organisationId, accountId, sessionId, address } = signedIn
  const { oldAuthKey, remoteAddress, revokeAppPasswords } = change
  const actor = { kind: 'account', id: accountId, label: address } as const
  const made = {
    salt: decodeSalt(change.salt),
    verifier: verifierOf(decodeKey(change.newAuthKey)),
    wrappedIdentity: decodeWrapped(change.wrappedIdentity),
    changedAt: parts.clock.now(),
  }
  return withProof(parts, signedIn, {
    proof: { authKey: oldAuthKey, remoteAddress },
    async work(tx) {
      await replacePassword(tx, accountId, made)
      const others = { organisationId, accountId, exceptSession: sessionId, revokeAppPasswords, actor }
      const ended = await revokeAccess(parts, tx, others)
      await parts.audit.record(tx, {
        organisationId,
        action: 'account.password-changed',
        actor,
        subject: { kind: 'account', id: accountId },
        detail: { endedSessions: ended.sessions.length },
      })
      return ended
    },
  })
}
