import { setTimeout as sleep } from 'node:timers/promises'
import { AppError } from '../../../../contract/errors/app-error.ts'
import { isAppError } from '../../../../lib/errors/app-error.ts'
import type { MessageId, OrganisationId } from '../../../../lib/id/identifiers.ts'
import { describeError } from '../../../../platform/log/log.ts'
import type { SealingDeps } from '../ports.ts'
import { organisationsWithJournal, readJournalState } from '../store/journal.ts'
import { createJournalMeter, type JournalMeter } from './journal-meter.ts'
import { writeOne, writeWaiting } from './write-waiting.ts'

export interface JournalPace {
  /** Messages in one transaction that are not yet many. */
  readonly few: number
  /** So many messages on their way are a crowd, for which writing waits. */
  readonly crowd: number
  /** But no longer than this. */
  readonly maxHoldMs: number
  /** With so many waiting, new ones wait as well. */
  readonly maxWaiting: number
  /** With so many that could not be written, nothing more is acknowledged before it is. */
  readonly maxFailing: number
  /** And are refused with a temporary error after this. */
  readonly maxRoomMs: number
  readonly lookMs: number
  /** At the end, what waits is written for so long; the rest is there at the next start. */
  readonly maxStopMs: number
}

const usualPace: JournalPace = {
  few: 4,
  crowd: 3,
  maxHoldMs: 5000,
  maxWaiting: 5000,
  maxFailing: 100,
  maxRoomMs: 20_000,
  lookMs: 5000,
  maxStopMs: 20_000,
}
/** Between two messages of one client there is a moment in which none is on its way. */
const crowdEndMs = 100
const holdStepMs = 25
const pauseMs = 1000

/**
 * Messages that were acknowledged and are still to be written. While many come, writing waits, as a clerk lets letters pile up
 * while people stand at the counter; for some seconds at most, then it goes on beside them, and when too many wait, new ones wait
 * with them. Each process writes what it took; one that looks (`start`) also takes what a dead or a slower one has left.
 */
export class Journal {
  readonly #deps: SealingDeps
  readonly #pace: JournalPace
  readonly #meter: JournalMeter
  /** Organisations of which messages may wait. */
  readonly #due = new Set<OrganisationId>()
  #writtenNow: OrganisationId | null = null
  #onTheirWay = 0
  #waiting = 0
  #failing = 0
  #crowdSeenMs = Number.NEGATIVE_INFINITY
  #heldSinceMs: number | null = null
  #isStopping = false
  #isGivenUp = false
  #writing: Promise<void> | null = null
  #looking: { readonly timer: NodeJS.Timeout; last: Promise<void> } | null = null

  constructor(deps: SealingDeps, pace: Partial<JournalPace> = {}) {
    this.#deps = deps
    this.#pace = { ...usualPace, ...pace }
    this.#meter = createJournalMeter(deps.metrics)
  }

  /**
   * Whether messages that share a transaction are acknowledged from here. A few are written at once; many wait, and so do those
   * that come while others of their organisation wait: nothing overtakes.
   */
  isFor(organisationId: OrganisationId, messages: number): boolean {
    return this.#failing < this.#pace.maxFailing && (messages > this.#pace.few || this.#holds(organisationId))
  }

  /** As far as this process knows. */
  #holds(organisationId: OrganisationId): boolean {
    return this.#due.has(organisationId) || this.#writtenNow === organisationId
  }

  /**
   * Lets `commit` make a message durable when there is room for it, and counts it as on its way until then. AppError
   * `message.journal-full`, temporary, when that takes too long.
   */
  async admit<Result>(organisationId: OrganisationId, commit: () => Promise<Result>): Promise<Result> {
    this.#onTheirWay++
    this.#noteCrowd()
    try {
      await this.#room(organisationId)
      return await commit()
    } finally {
      this.#noteCrowd()
      this.#onTheirWay--
    }
  }

  #noteCrowd(): void {
    if (this.#onTheirWay >= this.#pace.crowd) this.#crowdSeenMs = performance.now()
  }

  /** Whoever has nothing waiting does not wait behind the crowd of another. */
  async #room(organisationId: OrganisationId): Promise<void> {
    const endMs = performance.now() + this.#pace.maxRoomMs
    while (this.#waiting >= this.#pace.maxWaiting && this.#holds(organisationId)) {
      if (performance.now() >= endMs)
        throw new AppError(
          'unavailable',
          'message.journal-full',
          'More messages arrived than the server can write down. Try again later.',
        )
      await sleep(holdStepMs)
    }
  }

  /** Called after the commit that made these messages durable. */
  added(organisationId: OrganisationId, messages: number): void {
    this.#meter.count('accepted', messages)
    this.#waiting += messages
    this.#due.add(organisationId)
    this.#write()
  }

  /** From its 250 on a message can be acted on: what is unknown is written first, if it waits here. */
  async actOn<Result>(
    organisationId: OrganisationId,
    messageId: MessageId,
    act: () => Promise<Result>,
  ): Promise<Result> {
    try {
      return await act()
    } catch (error) {
      if (!isAppError(error, 'message.unknown')) throw error
      await writeOne(this.#deps, organisationId, messageId)
      return act()
    }
  }

  /** Looks from now on, and at once, for what others have left. */
  start(): void {
    if (this.#looking !== null) return
    const looking = {
      timer: setInterval(() => {
        looking.last = looking.last.then(() => this.#look(this.#pace.lookMs))
      }, this.#pace.lookMs),
      last: this.#look(0),
    }
    this.#looking = looking
  }

  /** Writes what waits, for a while. Called when no more messages come. */
  async stop(): Promise<void> {
    this.#isStopping = true
    clearInterval(this.#looking?.timer)
    await this.#looking?.last
    const late = setTimeout(() => (this.#isGivenUp = true), this.#pace.maxStopMs)
    await this.#writing
    clearTimeout(late)
  }

  #isHeld(): boolean {
    const { maxHoldMs, maxWaiting } = this.#pace
    const nowMs = performance.now()
    this.#heldSinceMs ??= nowMs
    const isCrowded = this.#onTheirWay >= this.#pace.crowd || nowMs - this.#crowdSeenMs < crowdEndMs
    return isCrowded && !this.#isStopping && this.#waiting < maxWaiting && nowMs - this.#heldSinceMs < maxHoldMs
  }

  #write(): void {
    this.#writing ??= this.#writeAll()
  }

  async #writeAll(): Promise<void> {
    for (let [next] = this.#due; next !== undefined && !this.#isGivenUp; [next] = this.#due) {
      if (this.#isHeld()) await sleep(holdStepMs)
      else await this.#writeBatch(next)
    }
    this.#heldSinceMs = null
    this.#writing = null
  }

  /** Organisations take turns. */
  async #writeBatch(organisationId: OrganisationId): Promise<void> {
    this.#due.delete(organisationId)
    this.#writtenNow = organisationId
    try {
      const { written, failed, isFull } = await writeWaiting(this.#deps, organisationId)
      this.#waiting = Math.max(0, this.#waiting - written)
      this.#meter.count('written', written)
      this.#meter.count('failed', failed)
      if (isFull) this.#due.add(organisationId)
    } catch (error) {
      this.#deps.log.error('journal.unavailable', describeError(error))
      this.#due.add(organisationId)
      await sleep(pauseMs)
    } finally {
      this.#writtenNow = null
    }
  }

  async #look(minAgeMs: number): Promise<void> {
    const { database, clock, log } = this.#deps
    const now = clock.now().getTime()
    try {
      const [state, organisations] = await database.withoutOrganisation(async (tx) => [
        await readJournalState(tx),
        await organisationsWithJournal(tx, new Date(now - minAgeMs)),
      ])
      this.#waiting = state.waiting
      this.#failing = state.failing
      this.#meter.look(state, now)
      if (minAgeMs === 0) log.info('journal.found', { waiting: state.waiting, failing: state.failing })
      for (const organisationId of organisations) this.#due.add(organisationId)
      if (organisations.length > 0) this.#write()
    } catch (error) {
      log.warn('journal.not-seen', describeError(error))
    }
  }
}
