import { availableParallelism } from 'node:os'
import { packagingCodes } from '../../../contract/errors/packaging.ts'
import { AppError } from '../../../contract/errors/app-error.ts'
import type { Packaging, PackagingDeps, PackLimits, PackOutcome, PackRequest } from './packaging.ts'
import type { PackAnswer, PackOrder } from './worker-messages.ts'
import { createPackagingMetrics, type PackagingMetrics } from './packaging-metrics.ts'
import { PoolBusyError, WorkerPool } from '../../../platform/workers/worker-pool.ts'
import { WorkerLostError } from '../../../platform/workers/worker-thread.ts'

const maxWorkers = 4

const defaultLimits = (): PackLimits => ({
  workers: Math.min(maxWorkers, availableParallelism()),
  maxWaiting: 64,
  attemptMs: 30_000,
  textAttemptMs: 30_000,
  attemptMsPerMiB: 1_000,
  heapMiB: 512,
  idleMs: 60_000,
})

const handedOver = ({ content }: PackOrder) => [content.buffer]

/** Starts nothing by itself: threads come with the first request. The caller stops what it created. */
export function createPackaging(deps: PackagingDeps): Packaging {
  const limits = { ...defaultLimits(), ...deps.limits }
  const metrics = createPackagingMetrics(deps.metrics)
  const script = { url: new URL('./pack-worker.ts', import.meta.url), heapMiB: limits.heapMiB, transfer: handedOver }
  const pool = new WorkerPool<PackOrder, PackAnswer>(script, limits, metrics.waiting)
  const attempts: Attempts = { pool, limits, metrics, log: deps.log }
  return {
    name: 'packaging',
    errors: packagingCodes,
    pack: async (request) => {
      const startedAt = performance.now()
      try {
        const outcome = await packWithin(attempts, request)
        metrics.ended(outcome.kind, secondsSince(startedAt))
        return outcome
      } catch (error) {
        const failure = toAppError(error)
        metrics.ended(failure.temporary ? 'busy' : 'failed', secondsSince(startedAt))
        throw failure
      }
    },
    stop: () => pool.stop(),
    // What is being packed is given up at once and packed again at the next start.
    start: () => ({ interrupt: () => pool.stop() }),
  }
}

interface Attempts extends Pick<PackagingDeps, 'log'> {
  readonly pool: WorkerPool<PackOrder, PackAnswer>
  readonly limits: PackLimits
  readonly metrics: PackagingMetrics
}

/** Everything first; when that fails or takes too long, the plain text. */
async function packWithin(attempts: Attempts, request: PackRequest): Promise<PackOutcome> {
  const full = await attempt(attempts, request, false)
  if (full.kind !== 'failed') return full
  attempts.metrics.secondTry()
  const textOnly = await attempt(attempts, request, true)
  if (textOnly.kind !== 'failed') return textOnly
  throw new AppError('broken', 'packaging.failed', 'The message could not be packed as an encrypted attachment.')
}

/** A thread that is lost by its own doing counts as a failed attempt; one that was stopped, or none to be had, throws. */
async function attempt(
  { pool, limits, metrics, log }: Attempts,
  request: PackRequest,
  isTextOnly: boolean,
): Promise<PackAnswer> {
  const { password, language, timeZone, neutralNames, maxBytes } = request
  const content = new Uint8Array(request.content)
  const sizeBytes = content.length
  const ownMs = isTextOnly ? limits.textAttemptMs : limits.attemptMs
  const limitMs = ownMs + (limits.attemptMsPerMiB * sizeBytes) / 2 ** 20
  const order = { content, password, language, timeZone, neutralNames, maxBytes, isTextOnly }
  try {
    const answer = await pool.run(order, limitMs)
    if (answer.kind === 'failed')
      log.warn('packing failed', { attempt: isTextOnly ? 2 : 1, sizeBytes, error: answer.error, place: answer.place })
    return answer
  } catch (error) {
    if (!(error instanceof WorkerLostError) || error.reason === 'stopped') throw error
    metrics.threadLost(error.reason)
    log.warn('packing thread lost', { attempt: isTextOnly ? 2 : 1, sizeBytes, cause: error.reason })
    return { kind: 'failed', error: error.name, place: error.reason }
  }
}

function toAppError(error: unknown): AppError {
  if (error instanceof AppError) return error
  const isPassing = error instanceof PoolBusyError || error instanceof WorkerLostError
  return isPassing
    ? new AppError('unavailable', 'packaging.busy', 'Too many messages are being packed; try again later.')
    : new AppError('broken', 'packaging.failed', 'The message could not be packed as an encrypted attachment.')
}

const secondsSince = (startedAt: number): number => (performance.now() - startedAt) / 1_000
