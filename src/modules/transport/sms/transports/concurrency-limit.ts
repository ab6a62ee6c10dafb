/** Lets at most so many pieces of work run at once; the others wait in order. */
export interface ConcurrencyLimit {
  /** Waits for a place, runs the work, gives the place back. Rejects with the signal's reason when it aborts while waiting. */
  run<Result>(work: () => Promise<Result>, signal: AbortSignal): Promise<Result>
  /** Resolves when nothing runs and nothing waits. */
  idle(): Promise<void>
}

export function createConcurrencyLimit(maxConcurrent: number): ConcurrencyLimit {
  const waiting = new Set<() => void>()
  const idleListeners = new Set<() => void>()
  let running = 0

  const leave = (): void => {
    const [next] = waiting
    // The place is handed over as it is: giving it back first would let a newcomer slip in between.
    if (next !== undefined) return next()
    running -= 1
    if (running > 0) return
    for (const listener of idleListeners) listener()
    idleListeners.clear()
  }
  return {
    async run(work, signal) {
      signal.throwIfAborted()
      if (running < maxConcurrent) running += 1
      else await placeIn(waiting, signal)
      try {
        return await work()
      } finally {
        leave()
      }
    },
    async idle() {
      if (running === 0 && waiting.size === 0) return
      await new Promise<void>((resolve) => idleListeners.add(resolve))
    },
  }
}

function placeIn(waiting: Set<() => void>, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => {
      waiting.delete(admit)
      reject(signal.reason)
    }
    const admit = (): void => {
      waiting.delete(admit)
      signal.removeEventListener('abort', onAbort)
      resolve()
    }
    signal.addEventListener('abort', onAbort, { once: true })
    waiting.add(admit)
  })
}
