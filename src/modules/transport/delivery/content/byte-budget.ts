import { AppError } from '../../../../contract/errors/app-error.ts'

export interface BudgetLimits {
  readonly maxBytes: number
  readonly maxWaitMs: number
}

interface Waiting {
  readonly enter: () => void
}

/**
 * How much of large mails is in memory at once: they are prepared one after the other, and none is begun while those
 * that are being sent fill the budget. One mail may go beyond it, so that the largest allowed can leave at all.
 */
export class ByteBudget {
  readonly #limits: BudgetLimits
  readonly #waiting: Waiting[] = []
  #heldBytes = 0
  #isPreparing = false

  constructor(limits: BudgetLimits) {
    this.#limits = limits
  }

  /** Waits for its turn, prepares, and holds the bytes until `release`; AppError `delivery.busy` when none comes. */
  async prepare(work: () => Promise<Buffer>): Promise<{ readonly content: Buffer; readonly release: () => void }> {
    await this.#enter()
    try {
      const content = await work()
      return { content, release: this.#hold(content.length) }
    } finally {
      this.#isPreparing = false
      this.#admit()
    }
  }

  #hold(bytes: number): () => void {
    this.#heldBytes += bytes
    let isReleased = false
    return () => {
      if (isReleased) return
      isReleased = true
      this.#heldBytes -= bytes
      this.#admit()
    }
  }

  #enter(): Promise<void> {
    return new Promise((resolve, reject) => {
      const waiting: Waiting = {
        enter: () => {
          clearTimeout(timer)
          resolve()
        },
      }
      const timer = setTimeout(() => {
        this.#waiting.splice(this.#waiting.indexOf(waiting), 1)
        reject(new AppError('unavailable', 'delivery.busy', 'Other large mails are being sent; this one waits.'))
      }, this.#limits.maxWaitMs)
      this.#waiting.push(waiting)
      this.#admit()
    })
  }

  #admit(): void {
    if (this.#isPreparing || this.#heldBytes >= this.#limits.maxBytes) return
    const next = this.#waiting.shift()
    if (next === undefined) return
    this.#isPreparing = true
    next.enter()
  }
}
