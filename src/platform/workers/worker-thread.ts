import { Worker, type Transferable } from 'node:worker_threads'

/** What a thread's script sends: once that it has loaded its code, then one answer for each order. */
export type WorkerMessage<Answer> = { readonly kind: 'ready' } | { readonly kind: 'answer'; readonly answer: Answer }

export interface WorkerScript<Order> {
  readonly url: URL
  /** JavaScript heap of one thread. */
  readonly heapMiB: number
  /** What of an order is handed over instead of copied. */
  readonly transfer: (order: Order) => readonly Transferable[]
}

/** Why a thread is gone before it answered. */
export type LossReason = 'time' | 'memory' | 'crash' | 'stopped'

export class WorkerLostError extends Error {
  override readonly name = 'WorkerLostError'
  readonly reason: LossReason

  constructor(reason: LossReason) {
    super(`the thread is gone: ${reason}`)
    this.reason = reason
  }
}

/** Loading the code and the fonts; long only on a machine that is very busy. */
const startLimitMs = 120_000
const youngGenerationMiB = 64
const stackMiB = 4

/**
 * One thread that does one order at a time. It gets neither the environment nor the standard streams of the program:
 * what reads hostile mail has no business with either. Once lost it stays lost.
 */
export class WorkerThread<Order, Answer> {
  readonly #worker: Worker
  readonly #transfer: WorkerScript<Order>['transfer']
  readonly #loaded = Promise.withResolvers<undefined>()
  #answered: PromiseWithResolvers<Answer> | null = null
  #lostBy: LossReason | null = null

  constructor({ url, heapMiB, transfer }: WorkerScript<Order>) {
    this.#transfer = transfer
    this.#worker = new Worker(url, {
      env: {},
      execArgv: [],
      stdout: true,
      stderr: true,
      resourceLimits: {
        maxOldGenerationSizeMb: heapMiB,
        maxYoungGenerationSizeMb: youngGenerationMiB,
        stackSizeMb: stackMiB,
      },
    })
    this.#worker.stdout.resume()
    this.#worker.stderr.resume()
    this.#loaded.promise.catch(() => undefined)
    this.#worker.on('message', (message: WorkerMessage<Answer>) => this.#take(message))
    this.#worker.on('messageerror', () => this.#lose('crash'))
    this.#worker.on('error', (error: unknown) => this.#lose(isOutOfMemory(error) ? 'memory' : 'crash'))
    this.#worker.on('exit', () => this.#lose('crash'))
    this.#worker.unref()
  }

  get isLost(): boolean {
    return this.#lostBy !== null
  }

  /** Resolves with the answer; rejects with `WorkerLostError` when the thread ended, or was ended after `limitMs`. */
  async run(order: Order, limitMs: number): Promise<Answer> {
    this.#worker.ref()
    try {
      await this.#within(startLimitMs, this.#loaded.promise)
      if (this.#lostBy !== null) throw new WorkerLostError(this.#lostBy)
      const answered = Promise.withResolvers<Answer>()
      this.#answered = answered
      this.#worker.postMessage(order, this.#transfer(order))
      return await this.#within(limitMs, answered.promise)
    } finally {
      this.#answered = null
      this.#worker.unref()
    }
  }

  async end(): Promise<void> {
    this.#lose('stopped')
    await this.#worker.terminate()
  }

  async #within<Result>(limitMs: number, work: Promise<Result>): Promise<Result> {
    const timer = setTimeout(() => this.#lose('time'), limitMs)
    try {
      return await work
    } finally {
      clearTimeout(timer)
    }
  }

  #take(message: WorkerMessage<Answer>): void {
    if (message.kind === 'ready') this.#loaded.resolve(undefined)
    else this.#answered?.resolve(message.answer)
  }

  #lose(reason: LossReason): void {
    if (this.#lostBy !== null) return
    this.#lostBy = reason
    const lost = new WorkerLostError(reason)
    this.#loaded.reject(lost)
    this.#answered?.reject(lost)
    void this.#worker.terminate()
  }
}

const isOutOfMemory = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY'
