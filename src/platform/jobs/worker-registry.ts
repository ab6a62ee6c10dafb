import { randomInt } from 'node:crypto'
import { EventEmitter } from 'node:events'
import type { WorkerEvents } from 'graphile-worker'
import type pg from 'pg'
import { describeError, type Log } from '../log/log.ts'

const sweepIntervalMs = 30_000

export interface WorkerRegistry {
  readonly events: WorkerEvents
  close(): Promise<void>
}

/**
 * graphile-worker keeps a job locked for four hours when its process dies. Each process therefore holds an advisory
 * lock for as long as it lives; locks of jobs whose process no longer holds one are released.
 */
export async function createWorkerRegistry(pool: pg.Pool, log: Log): Promise<WorkerRegistry> {
  const lockKey = randomInt(2 ** 47)
  const keeper = await pool.connect()
  await keeper.query('select pg_advisory_lock($1)', [lockKey])
  const events: WorkerEvents = new EventEmitter()
  events.on('worker:create', ({ worker }) => {
    pool
      .query('insert into sealpost.job_workers (worker_id, lock_key) values ($1, $2) on conflict do nothing', [
        worker.workerId,
        lockKey,
      ])
      .catch((error: unknown) => log.error('jobs.register', describeError(error)))
  })
  const sweep = () =>
    releaseDeadWorkers(keeper, lockKey).catch((error: unknown) => log.warn('jobs.sweep', describeError(error)))
  await sweep()
  const timer = setInterval(() => void sweep(), sweepIntervalMs)
  return {
    events,
    async close() {
      clearInterval(timer)
      await keeper.query('delete from sealpost.job_workers where lock_key = $1', [lockKey]).catch(() => undefined)
      await keeper.query('select pg_advisory_unlock($1)', [lockKey]).catch(() => undefined)
      keeper.release()
    },
  }
}

async function releaseDeadWorkers(client: pg.PoolClient, ownKey: number): Promise<void> {
  const { rows } = await client.query<{ lock_key: string }>(
    'select distinct lock_key::text from sealpost.job_workers where lock_key <> $1',
    [ownKey],
  )
  for (const { lock_key: key } of rows) {
    const tried = await client.query<{ free: boolean }>('select pg_try_advisory_lock($1::bigint) as free', [key])
    if (tried.rows[0]?.free !== true) continue
    const dead = await client.query<{ worker_id: string }>(
      'delete from sealpost.job_workers where lock_key = $1::bigint returning worker_id',
      [key],
    )
    await client.query('select graphile_worker.force_unlock_workers($1::text[])', [
      dead.rows.map((row) => row.worker_id),
    ])
    await client.query('select pg_advisory_unlock($1::bigint)', [key])
  }
}
