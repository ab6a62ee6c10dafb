import { isAppError } from '../../../lib/errors/app-error.ts'
import type { Tx } from '../../../platform/database/database.ts'
import { identityErrors } from './errors.ts'
import type { IdentityParts } from './identity-parts.ts'
import { isStillProven, provePassword, type ProvenAccount } from './prove-password.ts'
import type { SignedIn } from './sessions.ts'
import { holdSession } from './store/sessions.ts'

/** A fresh proof of the password of who is signed in. */
interface FreshProof {
  readonly authKey: string
  readonly remoteAddress: string
}

/** Proves the password of a signed-in account again; a stolen session gets no more tries than a stranger. */
export function proveAgain(parts: IdentityParts, signedIn: SignedIn, proof: FreshProof): Promise<ProvenAccount> {
  return provePassword(parts, { address: signedIn.address, ...proof }).catch((error: unknown) => {
    throw isAppError(error, 'identity.sign-in-refused') ? identityErrors.passwordWrong() : error
  })
}

/**
 * Does what only the owner of the password may do, such as making a new way in. The session and the password are held
 * to the end of the transaction, so that neither ends or changes between the proof and what it was for: whoever revokes
 * a session or changes a password finds everything that came before, and nothing comes after.
 */
export async function withProof<Result>(
  parts: IdentityParts,
  signedIn: SignedIn,
  act: { readonly proof: FreshProof; readonly work: (tx: Tx) => Promise<Result> },
): Promise<Result> {
  const proven = await proveAgain(parts, signedIn, act.proof)
  return parts.database.withOrganisation(signedIn.organisationId, async (tx) => {
    if (!(await isStillProven(tx, proven))) throw identityErrors.passwordWrong()
    if (!(await holdSession(tx, signedIn.sessionId))) throw identityErrors.signedOut()
    return act.work(tx)
  })
}
