import type { Clock } from '../../../platform/clock/clock.ts'
import type { Database } from '../../../platform/database/database.ts'
import { describeError, type Log } from '../../../platform/log/log.ts'
import type { Lanes } from './lanes.ts'
import { findDueMails, type DueMailOfDomain } from './store.ts'

/** As many mails as one sweep takes. */
export const sweepLimit = 2000

const sweepEveryMs = 15_000

export interface SweeperDeps {
  readonly database: Database
  readonly clock: Clock
  readonly log: Log
  readonly lanes: Lanes
  readonly offer: (mail: DueMailOfDomain) => void
  readonly limit: number
}

/**
 * Finds the mails of all organisations that are due and that nobody holds: those of killed processes, and those that a
 * full memory forgot. A sweep that came back full is repeated when its mails are done, so a long queue never waits.
 */
export class Sweeper {
  readonly #deps: SweeperDeps
  #timer: NodeJS.Timeout | undefined
  #isRefilling = false

  constructor(deps: SweeperDeps) {
    this.#deps = deps
  }

  /** Sweeps now and every few seconds from now on; again and again is fine. */
  start(): void {
    if (this.#timer !== undefined || this.#deps.lanes.isStopped) return
    const tick = () =>
      void this.sweep().catch((error: unknown) => this.#deps.log.warn('delivery.sweep', describeError(error)))
    this.#timer = setInterval(tick, sweepEveryMs).unref()
    tick()
  }

  stop(): void {
    clearInterval(this.#timer)
  }

  readonly sweep = async (): Promise<void> => {
    const isFull = await this.#sweepOnce()
    if (!isFull || this.#isRefilling) return
    this.#isRefilling = true
    void this.#refill()
      .catch((error: unknown) => this.#deps.log.warn('delivery.refill', describeError(error)))
      .finally(() => (this.#isRefilling = false))
  }

  async #refill(): Promise<void> {
    const { lanes } = this.#deps
    do await lanes.settled()
    while (!lanes.isStopped && (await this.#sweepOnce()))
  }

  async #sweepOnce(): Promise<boolean> {
    const { database, clock, offer, limit } = this.#deps
    const mails = await database.withoutOrganisation((tx) => findDueMails(tx, clock.now(), limit))
    for (const mail of mails) offer(mail)
    return mails.length >= limit
  }
}
