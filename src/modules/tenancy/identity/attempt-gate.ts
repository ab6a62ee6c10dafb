import { setTimeout as sleep } from 'node:timers/promises'
import type { Tx } from '../../../platform/database/database.ts'
import { hashAttempt, hashNetwork, type Attempt } from './attempt-hashes.ts'
import { identityErrors } from './errors.ts'
import type { IdentityDeps } from './identity-deps.ts'
import { auditLockout, lockOut, lockoutInForce, rememberedForMs } from './lockout.ts'
import { internetAddressOf, networkOf } from './network-of.ts'
import {
  deleteFailures,
  insertFailure,
  readPressure,
  sweepFailures,
  type Pressure,
  type PressureWindow,
} from './store/failures.ts'
import { readLockout, sweepLockouts, type StoredLockout } from './store/lockouts.ts'

/**
 * Slows down guessing, and locks out where it comes from. Different wrong secrets for a name make its next answers slower,
 * everywhere but in networks from which the account has signed in before. An internet address with many of them is locked
 * for everybody behind it, with the right password too, for a quarter of an hour and longer each time. A network with many
 * is refused for all other names; a name is refused only together with the place the failures come from. The same wrong
 * secret again counts as nothing, so a mail program with an old password locks nobody out. State is in the database: it
 * holds for every process and survives a restart.
 */
export interface AttemptGate {
  /**
   * For short secrets: counts the attempt before it is checked, so that many at once cannot slip through; may wait. Throws
   * `identity.too-many-attempts` or `identity.locked-out`.
   */
  admit(attempt: Attempt, place: { readonly isKnown: boolean }): Promise<void>
  /** For long random secrets, which nobody guesses: called before the check. Throws `identity.locked-out`. */
  requireOpen(attempt: Attempt): Promise<void>
  /** For long random secrets, called after a wrong one; may wait. False when the network is refused; throws `identity.locked-out`. */
  recordFailure(attempt: Attempt): Promise<boolean>
  /** After a success. */
  forgive(attempt: Attempt): Promise<void>
  networkHash(remoteAddress: string): Buffer
  sweep(): Promise<void>
}

export type AttemptGateDeps = Pick<
  IdentityDeps,
  'database' | 'transit' | 'clock' | 'log' | 'audit' | 'directory' | 'pause'
>

const hourMs = 3_600_000
const quarterMs = 900_000
const maxPairFailures = 10
const maxNetworkFailures = 30
const freeNameFailures = 4
const firstDelayMs = 250
const maxDelayMs = 8000
/** Slowed answers that are waiting at the same time in this process. */
const maxWaiting = 200

/** 250 ms once five different secrets were wrong, doubling with each further one up to 8 s. */
export function delayMsFor(byName: number): number {
  const excess = byName - freeNameFailures
  return excess <= 0 ? 0 : Math.min(firstDelayMs * 2 ** (excess - 1), maxDelayMs)
}

const isLockDue = ({ byAddress, byAddressPair }: Pressure): boolean =>
  byAddressPair >= maxPairFailures || byAddress >= maxNetworkFailures

const isRefused = ({ byNetwork, byPair }: Pressure, isKnown: boolean): boolean =>
  byPair >= maxPairFailures || (byNetwork >= maxNetworkFailures && !isKnown)

type Verdict =
  | { readonly kind: 'open'; readonly delayMs: number }
  | { readonly kind: 'refused' }
  | { readonly kind: 'locked'; readonly lockout: StoredLockout; readonly isNew: boolean }

/** What is to be done about an attempt, by the pressure before it; the attempt itself is added unless it is refused anyway. */
async function judge(
  deps: AttemptGateDeps,
  tx: Tx,
  { attempt, isKnown }: { readonly attempt: Attempt; readonly isKnown: boolean },
): Promise<Verdict> {
  const inForce = await lockoutInForce(deps, tx, attempt)
  if (inForce !== undefined) return { kind: 'locked', lockout: inForce, isNew: false }
  const hashes = hashAttempt(deps.transit, attempt)
  const window = windowAt(deps.clock.now(), await readLockout(tx, hashes.address))
  const pressure = await readPressure(tx, hashes, window)
  if (isLockDue(pressure)) {
    const made = await lockOut(deps, tx, { attempt, countedSince: window.addressHour })
    const lockout = made ?? (await readLockout(tx, hashes.address))
    if (lockout !== undefined) return { kind: 'locked', lockout, isNew: made !== undefined }
  }
  if (isRefused(pressure, isKnown)) {
    deps.log.warn('sign-in.network-refused', { network: networkOf(attempt.remoteAddress), ...pressure })
    return { kind: 'refused' }
  }
  await insertFailure(tx, hashes, deps.clock.now())
  return { kind: 'open', delayMs: isKnown ? 0 : delayMsFor(pressure.byName) }
}

function windowAt(now: Date, last: StoredLockout | undefined): PressureWindow {
  const ago = (ms: number) => new Date(now.getTime() - ms)
  const paid = (since: Date) => (last === undefined || last.endsAt < since ? since : last.endsAt)
  const [hour, quarter] = [ago(hourMs), ago(quarterMs)]
  return { hour, quarter, addressHour: paid(hour), addressQuarter: paid(quarter) }
}

export function createAttemptGate(deps: AttemptGateDeps): AttemptGate {
  const { database, transit, clock } = deps
  const wait = createWaitingRoom(deps.pause ?? sleep)
  const ago = (ms: number) => new Date(clock.now().getTime() - ms)

  const refuseLocked = async (attempt: Attempt, { lockout, isNew }: Verdict & { kind: 'locked' }): Promise<never> => {
    const internetAddress = internetAddressOf(attempt.remoteAddress)
    const organisationIds = attempt.organisationId === null ? [] : [attempt.organisationId]
    const actor = { kind: 'system', label: 'sign-in' } as const
    if (isNew) await auditLockout(deps, { organisationIds, action: 'sign-in.locked-out', actor, internetAddress })
    throw identityErrors.lockedOut(internetAddress, lockout.endsAt.getTime() - clock.now().getTime())
  }
  /** False when refused. */
  const count = async (attempt: Attempt, isKnown: boolean): Promise<boolean> => {
    const verdict = await database.withoutOrganisation((tx) => judge(deps, tx, { attempt, isKnown }))
    if (verdict.kind === 'locked') return refuseLocked(attempt, verdict)
    return verdict.kind === 'open' && wait(verdict.delayMs)
  }

  return {
    networkHash: (remoteAddress) => hashNetwork(transit, remoteAddress),
    async admit(attempt, { isKnown }) {
      if (!(await count(attempt, isKnown))) throw identityErrors.tooManyAttempts()
    },
    async requireOpen(attempt) {
      const lockout = await database.withoutOrganisation((tx) => lockoutInForce(deps, tx, attempt))
      if (lockout !== undefined) await refuseLocked(attempt, { kind: 'locked', lockout, isNew: false })
    },
    recordFailure: (attempt) => count(attempt, false),
    forgive: (attempt) => database.withoutOrganisation((tx) => deleteFailures(tx, hashAttempt(transit, attempt))),
    sweep: () =>
      database.withoutOrganisation(async (tx) => {
        await sweepFailures(tx, ago(hourMs))
        await sweepLockouts(tx, ago(rememberedForMs))
      }),
  }
}

/** Holds answers back; false, at once, when too many are held back already. */
function createWaitingRoom(pause: (ms: number) => Promise<unknown>): (ms: number) => Promise<boolean> {
  let waiting = 0
  return async (ms) => {
    if (ms === 0) return true
    if (waiting >= maxWaiting) return false
    waiting++
    await pause(ms).finally(() => waiting--)
    return true
  }
}
