import type { DueMail } from './store.ts'

export interface LaneWork {
  /** A worker of the lane begins; it makes one attempt after the other and then ends. */
  readonly begin: (lane: string) => LaneRun
}

export interface LaneRun {
  /** Never rejects. */
  readonly attempt: (mail: DueMail) => Promise<void>
  readonly end: () => void
}

export interface LaneLimits {
  readonly perLane: number
  readonly total: number
  readonly waiting: number
}

interface Lane {
  readonly name: string
  readonly queue: DueMail[]
  active: number
}

/** A worker gives its place up after this many mails when other lanes wait for one. */
const mailsPerTurn = 20

/**
 * Who sends when: one lane per destination with few connections each, and a limit over all lanes. What waits here is
 * only a reminder (the table is the truth), so what does not fit is forgotten and found again by the sweep.
 */
export class Lanes {
  readonly #lanes = new Map<string, Lane>()
  readonly #known = new Set<string>()
  readonly #work: LaneWork
  readonly #limits: LaneLimits
  #active = 0
  #isStopped = false
  readonly #settled: (() => void)[] = []

  constructor(work: LaneWork, limits: LaneLimits) {
    this.#work = work
    this.#limits = limits
  }

  get isStopped(): boolean {
    return this.#isStopped
  }

  /** An urgent mail goes before the others of its lane. */
  offer(laneName: string, mail: DueMail, isUrgent = false): void {
    if (this.#isStopped || this.#known.has(mail.mailId) || this.#known.size >= this.#limits.waiting) return
    this.#known.add(mail.mailId)
    const lane = this.#lanes.get(laneName) ?? { name: laneName, queue: [], active: 0 }
    this.#lanes.set(laneName, lane)
    if (isUrgent) lane.queue.unshift(mail)
    else lane.queue.push(mail)
    this.#startWorkers()
  }

  /** Resolves when nothing waits and nothing is being sent. */
  settled(): Promise<void> {
    if (this.#active === 0) return Promise.resolve()
    return new Promise((resolve) => this.#settled.push(resolve))
  }

  /** Takes nothing more and forgets what waits; `settled` then tells when the running attempts have ended. */
  stop(): void {
    this.#isStopped = true
    for (const lane of this.#lanes.values()) lane.queue.length = 0
  }

  #startWorkers(): void {
    for (const lane of this.#lanes.values()) {
      while (this.#mayStart(lane)) void this.#runWorker(lane)
    }
  }

  /** A worker takes its first mail before it waits for anything, so the queue holds only what nobody has begun. */
  #mayStart(lane: Lane): boolean {
    return lane.queue.length > 0 && lane.active < this.#limits.perLane && this.#active < this.#limits.total
  }

  async #runWorker(lane: Lane): Promise<void> {
    lane.active += 1
    this.#active += 1
    const run = this.#work.begin(lane.name)
    for (let count = 0; count < mailsPerTurn || !this.#othersWait(lane); count++) {
      const mail = lane.queue.shift()
      if (mail === undefined) break
      await run.attempt(mail)
      this.#known.delete(mail.mailId)
    }
    run.end()
    this.#finishWorker(lane)
  }

  #othersWait(lane: Lane): boolean {
    if (this.#active < this.#limits.total) return false
    return [...this.#lanes.values()].some((other) => other !== lane && other.queue.length > 0 && other.active === 0)
  }

  #finishWorker(lane: Lane): void {
    lane.active -= 1
    this.#active -= 1
    this.#lanes.delete(lane.name)
    // Back to the end of the line, so that lanes take turns.
    if (lane.queue.length > 0 || lane.active > 0) this.#lanes.set(lane.name, lane)
    this.#startWorkers()
    if (this.#active > 0) return
    for (const resolve of this.#settled.splice(0)) resolve()
  }
}
