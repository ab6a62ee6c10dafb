import type { OrganisationId } from '../../../lib/id/identifiers.ts'
import type { Tx } from '../../../platform/database/database.ts'
import type { AuditAction, AuditActor } from '../audit/index.ts'
import { hashAttempt, hashInternetAddress, hashName, nameOf, type Attempt } from './attempt-hashes.ts'
import { identityErrors } from './errors.ts'
import type { IdentityDeps } from './identity-deps.ts'
import { internetAddressOf, networkOf } from './network-of.ts'
import {
  deleteLockout,
  noteName,
  noteNamesOfFailures,
  organisationsOf,
  readLockout,
  readLockouts,
  readLockoutsOfName,
  writeLockout,
  type StoredLockout,
} from './store/lockouts.ts'

type LockoutDeps = Pick<IdentityDeps, 'database' | 'transit' | 'clock' | 'audit' | 'directory' | 'log'>

/** An internet address from which nobody can sign in for a while. */
export interface Lockout {
  /** An IPv4 address or an IPv6 /64. */
  readonly internetAddress: string
  readonly lockedAt: Date
  readonly endsAt: Date
}

const minuteMs = 60_000
const firstLockMs = 15 * minuteMs
const longestLockMs = 24 * 60 * minuteMs
/** How long after its end a lock-out still makes the next one longer. */
export const rememberedForMs = 24 * 60 * minuteMs

/** A quarter of an hour, doubling with each further lock-out within a day of the last one, up to a day. */
export function lockMsFor(times: number): number {
  return Math.min(firstLockMs * 2 ** Math.min(times - 1, 10), longestLockMs)
}

const contextOf = (addressHash: Buffer) => `sign_in_lockouts/${addressHash.toString('hex')}/address`

/** The lock-out in force at an attempt's address, if any; whose name was tried is noted for support. */
export async function lockoutInForce(deps: LockoutDeps, tx: Tx, attempt: Attempt): Promise<StoredLockout | undefined> {
  const { address: addressHash, name: nameHash } = hashAttempt(deps.transit, attempt)
  const lockout = await readLockout(tx, addressHash)
  if (lockout === undefined || lockout.endsAt <= deps.clock.now()) return undefined
  await noteName(tx, { addressHash, nameHash, organisationId: attempt.organisationId })
  return lockout
}

/** Locks the attempt's address out, longer each time; undefined when somebody else did at this moment. */
export async function lockOut(
  deps: LockoutDeps,
  tx: Tx,
  { attempt, countedSince }: { readonly attempt: Attempt; readonly countedSince: Date },
): Promise<StoredLockout | undefined> {
  const { address: addressHash, name: nameHash } = hashAttempt(deps.transit, attempt)
  const lockedAt = deps.clock.now()
  const times = ((await readLockout(tx, addressHash))?.times ?? 0) + 1
  const endsAt = new Date(lockedAt.getTime() + lockMsFor(times))
  const internetAddress = internetAddressOf(attempt.remoteAddress)
  const sealedAddress = deps.transit.seal(Buffer.from(internetAddress), contextOf(addressHash))
  const made = { addressHash, sealedAddress, times, lockedAt, endsAt }
  if (!(await writeLockout(tx, made))) return undefined
  await noteName(tx, { addressHash, nameHash, organisationId: attempt.organisationId })
  await noteNamesOfFailures(tx, addressHash, countedSince)
  deps.log.warn('sign-in.locked-out', { network: networkOf(attempt.remoteAddress), times })
  return made
}

/** In the log of every organisation whose account was tried; the network only, because the log is kept for good. */
export async function auditLockout(
  { database, audit }: LockoutDeps,
  entry: {
    readonly organisationIds: readonly OrganisationId[]
    readonly action: AuditAction
    readonly actor: AuditActor
    readonly internetAddress: string
  },
): Promise<void> {
  const { action, actor } = entry
  const network = networkOf(entry.internetAddress.replace(/\/64$/, ''))
  for (const organisationId of new Set(entry.organisationIds))
    await database.withOrganisation(organisationId, (tx) =>
      audit.record(tx, { organisationId, action, actor, detail: { network } }),
    )
}

export async function listLockouts({ database, transit, clock }: LockoutDeps): Promise<readonly Lockout[]> {
  const stored = await database.withoutOrganisation((tx) => readLockouts(tx, clock.now()))
  return stored.map(({ addressHash, sealedAddress, lockedAt, endsAt }) => ({
    internetAddress: transit.open(sealedAddress, contextOf(addressHash)).toString(),
    lockedAt,
    endsAt,
  }))
}

/**
 * Lifts the lock-out of an internet address, or of every one from which a mail address was tried. Returns the internet
 * addresses; throws AppError `identity.not-locked-out` when none was locked. Recorded for the organisations concerned, or
 * for all when none is known to be.
 */
export async function liftLockout(
  deps: LockoutDeps,
  lifted: { readonly address: string; readonly actor: AuditActor },
): Promise<readonly string[]> {
  const { database, transit, directory, actor } = { ...deps, ...lifted }
  const found = await database.withoutOrganisation((tx) => findLockouts(deps, tx, lifted.address))
  if (found.length === 0) throw identityErrors.notLockedOut()
  const everyOrganisation = await directory.organisationIds()
  const internetAddresses: string[] = []
  for (const { addressHash, sealedAddress } of found) {
    const internetAddress = transit.open(sealedAddress, contextOf(addressHash)).toString()
    const concerned = await database.withoutOrganisation(async (tx) => {
      const organisationIds = await organisationsOf(tx, addressHash)
      await deleteLockout(tx, addressHash)
      return organisationIds
    })
    const organisationIds = concerned.length === 0 ? everyOrganisation : concerned
    await auditLockout(deps, { organisationIds, action: 'sign-in.unlocked', actor, internetAddress })
    internetAddresses.push(internetAddress)
  }
  return internetAddresses
}

async function findLockouts({ transit, clock }: LockoutDeps, tx: Tx, address: string): Promise<StoredLockout[]> {
  const at = clock.now()
  if (address.includes('@')) return readLockoutsOfName(tx, hashName(transit, nameOf(address)), at)
  const lockout = await readLockout(tx, hashInternetAddress(transit, address.trim().replace(/\/64$/, '')))
  return lockout === undefined || lockout.endsAt <= at ? [] : [lockout]
}
