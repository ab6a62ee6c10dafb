import { randomBytes } from 'node:crypto'
import { decodeBase32, encodeBase32, groupInFours } from '../../../lib/bytes/index.ts'
import type { OrganisationId, RelayId } from '../../../lib/id/identifiers.ts'
import { uuidV7 } from '../../../lib/id/uuid-v7.ts'
import type { Tx } from '../../../platform/database/database.ts'
import type { AuditActor } from '../audit/index.ts'
import { parseName, type LoginResult, type MailLogin } from './app-passwords.ts'
import { identityErrors } from './errors.ts'
import { nobody } from './identity-deps.ts'
import type { IdentityParts } from './identity-parts.ts'
import { deleteRelay, findRelay, insertRelay, readRelay, readRelays, touchRelay, type Relay } from './store/relays.ts'
import { findVerified, verifierOf } from './verifier.ts'

const secretBytes = 20
const maxPasswordCharacters = 80
const touchEveryMs = 60_000

/** A customer's own mail server, and the domains it may send for. */
export interface RelayIdentity {
  readonly organisationId: OrganisationId
  readonly relayId: RelayId
  readonly name: string
  /** Verified domains of the organisation, ASCII lower case. */
  readonly allowedDomains: readonly string[]
}

export interface NewRelay {
  readonly organisationId: OrganisationId
  readonly name: string
  readonly actor: AuditActor
}

/** Makes user name and password for a mail server; the password is in the answer and nowhere else. */
export async function createRelay(
  parts: IdentityParts,
  tx: Tx,
  wanted: NewRelay,
): Promise<{ readonly id: RelayId; readonly userName: string; readonly password: string }> {
  const [domain] = await parts.directory.verifiedDomains(tx)
  if (domain === undefined) throw identityErrors.noDomain()
  const { organisationId, actor } = wanted
  const createdAt = parts.clock.now()
  const id = uuidV7<RelayId>(createdAt.getTime())
  const name = parseName(wanted.name)
  const userName = `relay-${encodeBase32(randomBytes(5))}@${domain}`
  const secret = randomBytes(secretBytes)
  await insertRelay(tx, { organisationId, id, name, userName, verifier: verifierOf(secret), createdAt })
  await parts.audit.record(tx, {
    organisationId,
    action: 'relay.added',
    actor,
    subject: { kind: 'relay', id },
    detail: { name, userName },
  })
  return { id, userName, password: groupInFours(encodeBase32(secret)) }
}

export const listRelays = (tx: Tx): Promise<readonly Relay[]> => readRelays(tx)

export async function removeRelay(
  parts: IdentityParts,
  tx: Tx,
  removed: { readonly organisationId: OrganisationId; readonly id: RelayId; readonly actor: AuditActor },
): Promise<void> {
  const name = await deleteRelay(tx, removed.id)
  if (name === undefined) throw identityErrors.relayUnknown()
  await parts.audit.record(tx, {
    organisationId: removed.organisationId,
    action: 'relay.removed',
    actor: removed.actor,
    subject: { kind: 'relay', id: removed.id },
    detail: { name },
  })
}

/** Whether a user name can only be that of a relay. */
export const isRelayUserName = (user: string): boolean => /^relay-[0-9a-z]{8}@/i.test(user)

/** Like `checkAppPassword`, for a mail server. */
export async function checkRelay(parts: IdentityParts, login: MailLogin): Promise<LoginResult<RelayIdentity>> {
  const userName = login.user.toLowerCase()
  const typed = login.password.length > maxPasswordCharacters ? null : decodeBase32(login.password)
  const place = await parts.database.withoutOrganisation((tx) => findRelay(tx, userName))
  const attempt = {
    name: userName,
    remoteAddress: login.remoteAddress,
    secret: login.password,
    organisationId: place?.organisationId ?? null,
  }
  await parts.gate.requireOpen(attempt)
  const { organisationId, relayId } = place ?? { organisationId: nobody.organisationId, relayId: nobody.relayId }
  const who = await parts.database.withOrganisation(organisationId, async (tx) => {
    const relay = await readRelay(tx, relayId)
    if (relay === undefined || typed === null || findVerified([relay], typed) === undefined) return undefined
    const now = parts.clock.now()
    const isTouchDue = relay.lastUsedAt === null || now.getTime() - relay.lastUsedAt.getTime() >= touchEveryMs
    if (isTouchDue) await touchRelay(tx, relayId, now)
    return { organisationId, relayId, name: relay.name, allowedDomains: await parts.directory.verifiedDomains(tx) }
  })
  parts.counted('relay', who === undefined ? 'refused' : 'accepted')
  if (who !== undefined) return { accepted: true, who }
  return { accepted: false, reason: (await parts.gate.recordFailure(attempt)) ? 'wrong' : 'too-many' }
}
