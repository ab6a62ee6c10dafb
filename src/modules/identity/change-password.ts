import { identityErrors } from './errors.ts'
import type { IdentityParts } from './identity-deps.ts'
import { provePassword } from './prove-password.ts'
import type { SignedIn } from './sessions.ts'
import { isAppError } from '../../lib/errors/app-error.ts'
import { replacePassword } from './store/credentials.ts'
import { endSessionsOf } from './store/sessions.ts'
import { decodeKey, decodeSalt, decodeWrapped, verifierOf } from './verifier.ts'

/** Proves the password of a signed-in account again; a stolen session gets no more tries than a stranger. */
export async function proveAgain(
  parts: IdentityParts,
  signedIn: SignedIn,
  proof: { readonly authKey: string; readonly remoteAddress: string },
): Promise<void> {
  await provePassword(parts, { address: signedIn.address, ...proof }).catch((error: unknown) => {
    throw isAppError(error, 'identity.sign-in-refused') ? identityErrors.passwordWrong() : error
  })
}

export interface PasswordChange {
  readonly oldAuthKey: string
  readonly salt: string
  readonly newAuthKey: string
  readonly wrappedIdentity: string
  readonly remoteAddress: string
}

/** The identity stays, its wrap under the password is replaced; all other sessions end. App passwords stay valid. */
export async function changePassword(parts: IdentityParts, signedIn: SignedIn, change: PasswordChange): Promise<void> {
  const { organisationId, accountId, sessionId, address } = signedIn
  const made = {
    salt: decodeSalt(change.salt),
    verifier: verifierOf(decodeKey(change.newAuthKey)),
    wrappedIdentity: decodeWrapped(change.wrappedIdentity),
    changedAt: parts.clock.now(),
  }
  await proveAgain(parts, signedIn, { authKey: change.oldAuthKey, remoteAddress: change.remoteAddress })
  await parts.database.withOrganisation(organisationId, async (tx) => {
    await replacePassword(tx, accountId, made)
    const ended = await endSessionsOf(tx, { accountId, except: sessionId }, made.changedAt)
    await parts.audit.record(tx, {
      organisationId,
      action: 'account.password-changed',
      actor: { kind: 'account', id: accountId, label: address },
      subject: { kind: 'account', id: accountId },
      detail: { endedSessions: ended },
    })
  })
}
