/**
 * When somebody last did something, in this tab or in another one of the same browser. Only the time is kept, in
 * local storage, because tabs cannot see each other's events.
 */
const storageKey = 'sealpost-last-activity'
const writeEveryMs = 5_000
const signs = ['pointerdown', 'keydown', 'wheel', 'touchmove'] as const

export class IdleClock {
  #lastMs = Date.now()
  #writtenMs = 0

  /** Begins to listen; the returned function stops it. */
  start(): () => void {
    const listening = new AbortController()
    const options = { signal: listening.signal, passive: true, capture: true }
    for (const sign of signs) document.addEventListener(sign, () => this.touch(), options)
    this.touch()
    return () => listening.abort()
  }

  touch(): void {
    this.#lastMs = Date.now()
    if (this.#lastMs - this.#writtenMs < writeEveryMs) return
    this.#writtenMs = this.#lastMs
    try {
      localStorage.setItem(storageKey, String(this.#lastMs))
    } catch {
      // Without storage each tab has its own idle limit.
    }
  }

  /** Milliseconds since anybody did anything in any tab. */
  idleMs(): number {
    return Date.now() - Math.max(this.#lastMs, readElsewhereMs())
  }
}

function readElsewhereMs(): number {
  try {
    const writtenMs = Number(localStorage.getItem(storageKey))
    return Number.isFinite(writtenMs) && writtenMs <= Date.now() ? writtenMs : 0
  } catch {
    return 0
  }
}
