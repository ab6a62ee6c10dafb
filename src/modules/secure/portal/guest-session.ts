import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import type { CheckKind } from '../../../contract/check-kind.ts'
import { AppError } from '../../../contract/errors/app-error.ts'
import type { OrganisationId } from '../../../lib/id/identifiers.ts'
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

/** Whose session a request shows. What the session may do is read again, in the transaction of the act. */
export interface GuestCaller {
  readonly organisationId: OrganisationId
  readonly tokenHash: Buffer
}

async function readGuest(deps: PortalDeps, tx: Tx, tokenHash: Buffer): Promise<Guest> {
  const now = deps.clock.now()
  const session = await touchSession(tx, {
    tokenHash,
    now,
    idleSince: new Date(now.getTime() - idleMs),
    startedSince: new Date(now.getTime() - longestMs),
  })
  const copy = session === undefined ? null : await deps.guest.readCopy(tx, session.copy_id)
  if (session === undefined || copy === null || !isOfLink(session, copy)) throw signedOut()
  return { session, copy }
}

/** The guest of a request's bearer token. Throws `portal.session-ended` for every reason there may be. */
export async function authenticateGuest(deps: PortalDeps, request: FastifyRequest): Promise<GuestCaller> {
  const token = /^Bearer ([A-Za-z0-9_-]{43})$/.exec(request.headers.authorization ?? '')?.[1]
  if (token === undefined) throw signedOut()
  const tokenHash = hashOf(token)
  const organisationId = await deps.database.withoutOrganisation((tx) => sessionOrganisation(tx, tokenHash))
  if (organisationId === null) throw signedOut()
  await deps.database.withOrganisation(organisationId, (tx) => readGuest(deps, tx, tokenHash))
  return { organisationId, tokenHash }
}

/**
 * Runs `work` for a guest, in one transaction of its organisation. Throws `portal.session-ended` when the session has ended
 * since the request was let in.
 */
export function withGuest<Result>(
  deps: PortalDeps,
  { organisationId, tokenHash }: GuestCaller,
  work: (tx: Tx, guest: Guest) => Promise<Result>,
): Promise<Result> {
  return deps.database.withOrganisation(organisationId, async (tx) => work(tx, await readGuest(deps, tx, tokenHash)))
}

/** A guest who passed the check, whose message can still be opened. */
export function verifiedGuest(deps: PortalDeps, caller: GuestCaller): Promise<VerifiedGuest> {
  return withGuest(deps, caller, async (_tx, { session, copy }) => {
    const { verified_by: verifiedBy } = session
    if (verifiedBy === null) throw signedOut()
    if (copy.state !== 'open') throw closed()
    return { session: { ...session, verified_by: verifiedBy }, copy }
  })
}
