import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import type { CheckKind } from '../../../contract/messages.ts'
import { AppError } from '../../../lib/errors/app-error.ts'
import type { GuestCopy } from '../sealing/index.ts'
import type { PortalDeps } from './ports.ts'
import { closed } from './require-open.ts'
import { insertSession, sessionOrganisation, touchSession, type GuestSessionRow } from './store.ts'
import type { Tx } from '../../../platform/database/database.ts'

const idleMs = 30 * 60_000
const longestMs = 12 * 3600_000

/** Somebody who proved a link, and perhaps passed the check (`session.verified_by`). */
export interface Guest {
  readonly session: GuestSessionRow
  readonly copy: GuestCopy
}

/** A guest who passed the check. */
export interface VerifiedGuest extends Guest {
  readonly session: GuestSessionRow & { readonly verified_by: CheckKind }
}

const hashOf = (token: string) => createHash('sha256').update(token).digest()

function signedOut(): AppError {
  return new AppError('refused', 'portal.session-ended', 'Your session has ended. Open the link in your mail again.', {
    reason: 'signed-out',
  })
}

/** Starts a session for a proven link; returns its bearer token (256 bits), of which only the hash is stored. */
export async function startGuestSession(deps: PortalDeps, tx: Tx, copy: GuestCopy): Promise<string> {
  const token = randomBytes(32).toString('base64url')
  const now = deps.clock.now()
  await insertSession(tx, {
    organisation_id: copy.organisationId,
    token_hash: hashOf(token),
    copy_id: copy.id,
    link_hash: copy.linkHash,
    started_at: now,
    last_seen_at: now,
    verified_by: null,
  })
  return token
}

/** A session belongs to the link it was started with: when the sender replaces the link, the old link's sessions end. */
const isOfLink = (session: GuestSessionRow, copy: GuestCopy) =>
  session.link_hash.length === copy.linkHash.length && timingSafeEqual(session.link_hash, copy.linkHash)

/** Runs `work` for the guest of a bearer token, in one transaction of its organisation. Throws `portal.session-ended`. */
export async function withGuest<Result>(
  deps: PortalDeps,
  authorization: string | undefined,
  work: (tx: Tx, guest: Guest) => Promise<Result>,
): Promise<Result> {
  const token = /^Bearer ([A-Za-z0-9_-]{43})$/.exec(authorization ?? '')?.[1]
  if (token === undefined) throw signedOut()
  const tokenHash = hashOf(token)
  const organisationId = await deps.database.withoutOrganisation((tx) => sessionOrganisation(tx, tokenHash))
  if (organisationId === null) throw signedOut()
  return deps.database.withOrganisation(organisationId, async (tx) => {
    const now = deps.clock.now()
    const session = await touchSession(tx, {
      tokenHash,
      now,
      idleSince: new Date(now.getTime() - idleMs),
      startedSince: new Date(now.getTime() - longestMs),
    })
    const copy = session === undefined ? null : await deps.guest.readCopy(tx, session.copy_id)
    if (session === undefined || copy === null || !isOfLink(session, copy)) throw signedOut()
    return work(tx, { session, copy })
  })
}

/** A guest who passed the check, whose message can still be opened. */
export function verifiedGuest(deps: PortalDeps, authorization: string | undefined): Promise<VerifiedGuest> {
  return withGuest(deps, authorization, async (_tx, { session, copy }) => {
    const { verified_by: verifiedBy } = session
    if (verifiedBy === null) throw signedOut()
    if (copy.state !== 'open') throw closed()
    return { session: { ...session, verified_by: verifiedBy }, copy }
  })
}
