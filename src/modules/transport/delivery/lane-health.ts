import { outageDelayMs } from './schedule.ts'

interface Outage {
  readonly count: number
  readonly untilMs: number
}

const maxRemembered = 10_000

/** Destinations that could not be reached are left alone for a while; the first answer of any kind ends that. */
export class LaneHealth {
  readonly #outages = new Map<string, Outage>()

  /** Until when the lane is left alone; null when it may be tried. */
  pausedUntil(lane: string, now: Date): Date | null {
    const outage = this.#outages.get(lane)
    return outage === undefined || outage.untilMs <= now.getTime() ? null : new Date(outage.untilMs)
  }

  answered(lane: string): void {
    this.#outages.delete(lane)
  }

  /** Two attempts that failed together are one outage. */
  unreachable(lane: string, now: Date): void {
    if (this.pausedUntil(lane, now) !== null) return
    const count = (this.#outages.get(lane)?.count ?? 0) + 1
    this.#outages.delete(lane)
    if (this.#outages.size >= maxRemembered) this.#forgetOldest()
    this.#outages.set(lane, { count, untilMs: now.getTime() + outageDelayMs(count) })
  }

  #forgetOldest(): void {
    const [oldest] = this.#outages.keys()
    if (oldest !== undefined) this.#outages.delete(oldest)
  }
}
