const stallLimitMs = 90_000

/** Calls `giveUp` once a transfer has not moved for a minute and a half; a slow one may take as long as it needs. */
export class StallTimer {
  readonly #giveUp: () => void
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(giveUp: () => void) {
    this.#giveUp = giveUp
    this.moved()
  }

  moved(): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(this.#giveUp, stallLimitMs)
  }

  stop(): void {
    clearTimeout(this.#timer)
  }
}
