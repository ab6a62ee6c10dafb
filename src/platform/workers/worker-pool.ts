import { WorkerLostError, WorkerThread, type WorkerScript } from './worker-thread.ts'

export interface PoolLimits {
  /** Threads at most. */
  readonly workers: number
  /** Orders that may wait for a thread. */
  readonly maxWaiting: number
  /** A thread without work ends after this time. */
  readonly idleMs: number
}

export class PoolBusyError extends Error {
  override readonly name = 'PoolBusyError'
}

/** Threads of one script: started when there is work, kept while there is some, ended when idle. A lost one is replaced. */
export class WorkerPool<Order, Answer> {
  readonly #script: WorkerScript<Order>
  readonly #limits: PoolLimits
  readonly #onWaiting: (count: number) => void
  readonly #threads = new Set<WorkerThread<Order, Answer>>()
  readonly #idle: { readonly thread: WorkerThread<Order, Answer>; readonly timer: NodeJS.Timeout }[] = []
  readonly #waiting: PromiseWithResolvers<WorkerThread<Order, Answer>>[] = []
  #isStopped = false

  /** `onWaiting` is told how many orders wait, whenever that changes. */
  constructor(script: WorkerScript<Order>, limits: PoolLimits, onWaiting: (count: number) => void) {
    this.#script = script
    this.#limits = limits
    this.#onWaiting = onWaiting
  }

  /** Rejects with `PoolBusyError` when too many wait, with `WorkerLostError` when the thread did not survive the work. */
  async run(order: Order, limitMs: number): Promise<Answer> {
    const thread = await this.#acquire()
    try {
      return await thread.run(order, limitMs)
    } finally {
      this.#release(thread)
    }
  }

  async stop(): Promise<void> {
    this.#isStopped = true
    for (const waiting of this.#waiting.splice(0)) waiting.reject(new WorkerLostError('stopped'))
    for (const { timer } of this.#idle.splice(0)) clearTimeout(timer)
    this.#onWaiting(0)
    await Promise.all([...this.#threads].map((thread) => thread.end()))
    this.#threads.clear()
  }

  async #acquire(): Promise<WorkerThread<Order, Answer>> {
    if (this.#isStopped) throw new WorkerLostError('stopped')
    const idle = this.#takeIdle()
    if (idle !== undefined) return idle
    if (this.#threads.size < this.#limits.workers) return this.#start()
    if (this.#waiting.length >= this.#limits.maxWaiting) throw new PoolBusyError('too many orders wait for a thread')
    const waiting = Promise.withResolvers<WorkerThread<Order, Answer>>()
    this.#waiting.push(waiting)
    this.#onWaiting(this.#waiting.length)
    return waiting.promise
  }

  /** The one used last is the warmest; a thread that ended by itself meanwhile is passed over. */
  #takeIdle(): WorkerThread<Order, Answer> | undefined {
    for (let idle = this.#idle.pop(); idle !== undefined; idle = this.#idle.pop()) {
      clearTimeout(idle.timer)
      if (!idle.thread.isLost) return idle.thread
      this.#threads.delete(idle.thread)
    }
    return undefined
  }

  #start(): WorkerThread<Order, Answer> {
    const thread = new WorkerThread<Order, Answer>(this.#script)
    this.#threads.add(thread)
    return thread
  }

  #release(thread: WorkerThread<Order, Answer>): void {
    if (thread.isLost) this.#threads.delete(thread)
    if (this.#isStopped) return
    const next = this.#waiting.shift()
    this.#onWaiting(this.#waiting.length)
    if (next !== undefined) return next.resolve(thread.isLost ? this.#start() : thread)
    if (!thread.isLost) this.#rest(thread)
  }

  #rest(thread: WorkerThread<Order, Answer>): void {
    const timer = setTimeout(() => {
      this.#idle.splice(
        this.#idle.findIndex((idle) => idle.thread === thread),
        1,
      )
      this.#threads.delete(thread)
      void thread.end()
    }, this.#limits.idleMs)
    timer.unref()
    this.#idle.push({ thread, timer })
  }
}
