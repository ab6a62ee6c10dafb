import type { AccountId, SessionId } from '../../../lib/id/identifiers.ts'
import type { Tx } from '../../../platform/database/database.ts'
import type { IdentityParts } from './identity-parts.ts'
import { sweepLimits } from './session-limits.ts'
import {
  eraseOldSessions,
  eraseSession,
  eraseSessionsOf,
  removeSessions,
  type ErasedSession,
} from './store/sessions.ts'

type EndDeps = Pick<IdentityParts, 'shred' | 'clock'>

/** The halves are erased at once, their keys with the commit: PostgreSQL keeps erased rows, the folder of keys does not. */
function endKeys({ shred }: EndDeps, tx: Tx, erased: readonly ErasedSession[]): void {
  shred.end(
    tx,
    erased.map(({ share }) => share),
  )
}

/** Returns whether there was a session to end. */
export async function endSession(
  deps: EndDeps,
  tx: Tx,
  session: { readonly id: SessionId; readonly accountId: AccountId },
): Promise<boolean> {
  const erased = await eraseSession(tx, session, deps.clock.now())
  if (erased === undefined) return false
  endKeys(deps, tx, [erased])
  return true
}

/** Ends all sessions of an account but one; returns their devices. */
export async function endSessionsOf(
  deps: EndDeps,
  tx: Tx,
  account: { readonly accountId: AccountId; readonly except?: SessionId },
): Promise<string[]> {
  const erased = await eraseSessionsOf(tx, account, deps.clock.now())
  endKeys(deps, tx, erased)
  return erased.map(({ device }) => device)
}

/** Ends what has run out and removes what ended long ago, in the organisation of the transaction. */
export async function sweepSessions(deps: EndDeps, tx: Tx): Promise<void> {
  const now = deps.clock.now()
  const { endedBefore, ...limits } = sweepLimits(now)
  endKeys(deps, tx, await eraseOldSessions(tx, limits, now))
  await removeSessions(tx, endedBefore)
}
