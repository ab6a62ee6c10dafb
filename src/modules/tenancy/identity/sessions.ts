import { randomBytes } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import { isAppError } from '../../../lib/errors/app-error.ts'
import type { AccountId, MailboxId, OrganisationId, SessionId } from '../../../lib/id/identifiers.ts'
import { uuidV7 } from '../../../lib/id/uuid-v7.ts'
import type { Tx } from '../../../platform/database/database.ts'
import type { Account } from '../organisations/index.ts'
import { endSession } from './end-sessions.ts'
import { identityErrors } from './errors.ts'
import type { IdentityParts } from './identity-parts.ts'
import { readSessionToken } from './session-cookie.ts'
import { hasRunOut, isTouchDue } from './session-limits.ts'
import { rememberNetwork } from './store/credentials.ts'
import { findSession, insertSession, readSession, touchSession, type Session } from './store/sessions.ts'
import type { AccountKey } from './store/tables.ts'
import { verifierOf } from './verifier.ts'

/** Who calls, as every route of a signed-in account sees it. */
export interface SignedIn {
  readonly organisationId: OrganisationId
  readonly accountId: AccountId
  readonly sessionId: SessionId
  readonly address: string
  readonly displayName: string
  readonly isAdmin: boolean
  readonly language: 'de' | 'en'
  /** Mailboxes the account is a member of, its personal one first. */
  readonly mailboxIds: readonly MailboxId[]
}

const shareContext = (sessionId: SessionId) => `sessions/${sessionId}/share`

export interface NewSession {
  readonly id: SessionId
  /** Goes into the cookie; only its hash is kept. */
  readonly token: Buffer
  readonly share: Buffer
}

/** Starts a session inside the caller's transaction, and remembers the network as one the account uses. */
export async function startSession(
  parts: IdentityParts,
  tx: Tx,
  from: { readonly key: AccountKey; readonly account: Account; readonly device: string; readonly networkHash: Buffer },
): Promise<NewSession> {
  const { key, device } = from
  const at = parts.clock.now()
  const made = { id: uuidV7<SessionId>(at.getTime()), token: randomBytes(32), share: randomBytes(32) }
  const share = parts.shred.take(tx).seal(made.share, shareContext(made.id))
  await insertSession(tx, key, { id: made.id, tokenHash: verifierOf(made.token), share, device, at })
  await rememberNetwork(tx, key, { hash: from.networkHash, at })
  await parts.audit.record(tx, {
    organisationId: key.organisationId,
    action: 'session.started',
    actor: { kind: 'account', id: key.accountId, label: from.account.address },
    subject: { kind: 'session', id: made.id },
    detail: { device },
  })
  return made
}

export interface OpenSession {
  readonly signedIn: SignedIn
  readonly account: Account
  /** The server's half of what keeps the unlocked identity in the browser. */
  readonly share: Buffer
}

/** The session behind the request's cookie. Throws AppError `identity.signed-out` for every reason there may be. */
export async function openSession(parts: IdentityParts, request: FastifyRequest): Promise<OpenSession> {
  const token = readSessionToken(request, parts.config.publicUrl)
  if (token === undefined) throw identityErrors.signedOut()
  const place = await parts.database.withoutOrganisation((tx) => findSession(tx, verifierOf(token)))
  if (place === undefined) throw identityErrors.signedOut()
  const { organisationId, sessionId } = place
  const open = await parts.database.withOrganisation(organisationId, (tx) => useSession(parts, tx, place))
  if (open === undefined) throw identityErrors.signedOut()
  const { account, share, mailboxIds } = open
  const { id: accountId, address, displayName, isAdmin, language } = account
  const signedIn = { organisationId, accountId, sessionId, address, displayName, isAdmin, language, mailboxIds }
  return { signedIn, account, share }
}

/** Undefined instead of an error, so that ending a session that has run out is not rolled back. */
async function useSession(
  parts: IdentityParts,
  tx: Tx,
  { sessionId }: { readonly sessionId: SessionId },
): Promise<{ account: Account; share: Buffer; mailboxIds: readonly MailboxId[] } | undefined> {
  const { clock, directory } = parts
  const now = clock.now()
  const session = await readSession(tx, sessionId)
  if (session === undefined) return undefined
  const account = await directory.getAccount(tx, session.accountId)
  const share = await openShare(parts, session)
  if (account === undefined || share === null || hasRunOut(session, now)) {
    await endSession(parts, tx, session)
    return undefined
  }
  if (isTouchDue(session, now)) await touchSession(tx, session.id, now)
  const mailboxes = await directory.mailboxesOf(tx, account.id)
  return { account, share, mailboxIds: mailboxes.map(({ id }) => id) }
}

/**
 * Null when its key has ended. A session is over then, whatever its row says: a restored backup brings back the rows of
 * sessions that were ended after it was made, and no key.
 */
async function openShare({ shred }: IdentityParts, { id, share }: Session): Promise<Buffer | null> {
  if (share === null) return null
  try {
    return await shred.open(share, shareContext(id))
  } catch (error) {
    if (isAppError(error, 'shred.gone')) return null
    throw error
  }
}
