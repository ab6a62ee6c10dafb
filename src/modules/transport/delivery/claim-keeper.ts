import type { MailId } from '../../../lib/id/identifiers.ts'
import type { Clock } from '../../../platform/clock/clock.ts'
import type { Database } from '../../../platform/database/database.ts'
import { describeError, type Log } from '../../../platform/log/log.ts'
import { renewClaims, type Claim } from './store.ts'

/** A process that was silent for this long has lost its mails to the sweep. */
const claimMs = 30_000
const renewEveryMs = 10_000

interface KeeperDeps {
  readonly database: Database
  readonly clock: Clock
  readonly log: Log
  readonly holder: string
}

/**
 * Says again and again that this process lives, for as long as it holds a mail. A killed process falls silent, and the
 * sweep gives its mails to another one half a minute later.
 */
export class ClaimKeeper {
  readonly #deps: KeeperDeps
  readonly #held = new Set<string>()
  #timer: NodeJS.Timeout | undefined

  constructor(deps: KeeperDeps) {
    this.#deps = deps
  }

  newClaim(): Claim {
    const now = this.#deps.clock.now()
    return { holder: this.#deps.holder, now, until: new Date(now.getTime() + claimMs) }
  }

  hold(mailId: MailId): void {
    this.#held.add(mailId)
    this.#timer ??= setInterval(() => void this.renew(), renewEveryMs).unref()
  }

  release(mailId: MailId): void {
    this.#held.delete(mailId)
    if (this.#held.size > 0) return
    clearInterval(this.#timer)
    this.#timer = undefined
  }

  /** Never rejects: a database that does not answer is logged and asked again. */
  async renew(): Promise<void> {
    const { database, log, holder } = this.#deps
    await database
      .withoutOrganisation((tx) => renewClaims(tx, holder, { held: [...this.#held], until: this.newClaim().until }))
      .catch((error: unknown) => log.warn('delivery.claims-not-renewed', describeError(error)))
  }
}
