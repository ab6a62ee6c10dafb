import { setTimeout as sleep } from 'node:timers/promises'
import type { Clock } from '../../platform/clock/clock.ts'
import type { Database } from '../../platform/database/database.ts'
import type { Log } from '../../platform/log/log.ts'
import type { TransitKey } from '../../platform/transit/transit-key.ts'
import { hashAttempt, hashNetwork, type Attempt } from './attempt-hashes.ts'
import { identityErrors } from './errors.ts'
import { networkOf } from './network-of.ts'
import { deleteFailures, insertFailure, readPressure, sweepFailures, type Pressure } from './store/failures.ts'

/**
 * Slows down guessing. Different wrong secrets for a name make its next answers slower, everywhere but in networks from
 * which the account has signed in before; a network with many failures is refused for all other names; a name is refused
 * only together with the network the failures come from. The same wrong secret again counts as nothing, so a mail program
 * with an old password locks nobody out. State is in the database: it holds for every process and survives a restart.
 */
export interface AttemptGate {
  /** For short secrets: counts the attempt before it is checked, so that many at once cannot slip through; may wait. Throws `identity.too-many-attempts`. */
  admit(attempt: Attempt, place: { readonly isKnown: boolean }): Promise<void>
  /** For long random secrets, which nobody guesses: called after a wrong one; may wait. False when the network is refused. */
  recordFailure(attempt: Attempt): Promise<boolean>
  /** After a success. */
  forgive(attempt: Attempt): Promise<void>
  networkHash(remoteAddress: string): Buffer
  sweep(): Promise<void>
}

export interface AttemptGateDeps {
  readonly database: Database
  readonly transit: TransitKey
  readonly clock: Clock
  readonly log: Log
  /** Tests pass one that returns at once. */
  readonly pause?: (ms: number) => Promise<unknown>
}

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

function isRefused({ byNetwork, byPair }: Pressure, isKnown: boolean): boolean {
  return byPair >= maxPairFailures || (byNetwork >= maxNetworkFailures && !isKnown)
}

export function createAttemptGate(deps: AttemptGateDeps): AttemptGate {
  const { database, transit, clock, log } = deps
  const wait = createWaitingRoom(deps.pause ?? sleep)
  const ago = (ms: number) => new Date(clock.now().getTime() - ms)

  /** The pressure before this attempt; the attempt itself is added unless the network is refused anyway. */
  const count = (attempt: Attempt, isKnown: boolean) =>
    database.withoutOrganisation(async (tx) => {
      const hashes = hashAttempt(transit, attempt)
      const pressure = await readPressure(tx, hashes, { hour: ago(hourMs), quarter: ago(quarterMs) })
      const refused = isRefused(pressure, isKnown)
      if (refused) log.warn('sign-in.network-refused', { network: networkOf(attempt.remoteAddress), ...pressure })
      else await insertFailure(tx, hashes, clock.now())
      return { refused, delayMs: isKnown ? 0 : delayMsFor(pressure.byName) }
    })

  return {
    networkHash: (remoteAddress) => hashNetwork(transit, remoteAddress),
    async admit(attempt, { isKnown }) {
      const { refused, delayMs } = await count(attempt, isKnown)
      if (refused || !(await wait(delayMs))) throw identityErrors.tooManyAttempts()
    },
    async recordFailure(attempt) {
      const { refused, delayMs } = await count(attempt, false)
      return !refused && wait(delayMs)
    },
    forgive: (attempt) => database.withoutOrganisation((tx) => deleteFailures(tx, hashAttempt(transit, attempt))),
    sweep: () => database.withoutOrganisation((tx) => sweepFailures(tx, ago(hourMs))),
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
