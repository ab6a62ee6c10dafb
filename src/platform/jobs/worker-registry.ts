import { randomInt } from 'node:crypto'
import { EventEmitter } from 'node:events'
import type { WorkerEvents } from 'graphile-worker'
import type pg from 'pg'
import { describeError, type Log } from '../log/log.ts'

const defaultSweepIntervalMs = 30_000

export interface WorkerRegistry {
  readonly events: WorkerEvents
  /** Looks for workers of dead processes now; never throws. */
  sweep(): Promise<void>
  close(): Promise<void>
}

/**
 * graphile-worker keeps a job locked for four hours when its process dies. Each process therefore holds an advisory
 * lock for as long as it lives; locks of jobs whose process no longer holds one are released. A process whose connection
 * was lost takes its lock again; until then its jobs may be given to others, which jobs have to bear anyway.
 */
export async function createWorkerRegistry(
  pool: pg.Pool,
  log: Log,
  options: { readonly sweepIntervalMs?: number } = {},
): Promise<WorkerRegistry> {
  const lockKey = randomInt(2 ** 47)
  const workerIds = new Set<string>()
  // Undefined while the database is away.
  let keeper: pg.PoolClient | undefined = await takeLock(pool, lockKey)
  let sweeping = Promise.resolve()
  // Ending the connection gives the lock back, whatever state it is in; a client is released once.
  const drop = () => {
    keeper?.release(true)
    keeper = undefined
  }
  const register = (workerId: string) =>
    pool.query('insert into sealpost.job_workers (worker_id, lock_key) values ($1, $2) on conflict do nothing', [
      workerId,
      lockKey,
    ])
  const events: WorkerEvents = new EventEmitter()
  // graphile-worker locks jobs in the name of the pool, whichever of its workers runs them.
  events.on('pool:create', ({ workerPool: { id } }) => {
    workerIds.add(id)
    register(id).catch((error: unknown) => log.error('jobs.register', describeError(error)))
  })
  const renew = async () => {
    drop()
    keeper = await takeLock(pool, lockKey)
    for (const workerId of workerIds) await register(workerId)
  }
  const turn = async () => {
    try {
      if (keeper === undefined) await renew()
      else await releaseDeadWorkers(keeper, lockKey)
    } catch (error) {
      log.warn('jobs.sweep', describeError(error))
      await renew().catch((failure: unknown) => log.warn('jobs.sweep', describeError(failure)))
    }
  }
  const sweep = () => (sweeping = sweeping.then(turn))
  await sweep()
  const timer = setInterval(() => void sweep(), options.sweepIntervalMs ?? defaultSweepIntervalMs)
  return {
    events,
    sweep,
    async close() {
      clearInterval(timer)
      await sweeping
      await keeper?.query('delete from sealpost.job_workers where lock_key = $1', [lockKey]).catch(() => undefined)
      drop()
    },
  }
}

async function takeLock(pool: pg.Pool, lockKey: number): Promise<pg.PoolClient> {
  const client = await pool.connect()
  try {
    await client.query('select pg_advisory_lock($1)', [lockKey])
    return client
  } catch (error) {
    client.release(true)
    throw error
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
  await releaseUnregistered(client)
}

/** Jobs of a process that died between taking its first one and saying who it is. */
async function releaseUnregistered(client: pg.PoolClient): Promise<void> {
  await client.query(`
    select graphile_worker.force_unlock_workers(array_agg(distinct j.locked_by)) from graphile_worker.jobs j
    where j.locked_at < now() - interval '1 minute'
      and not exists (select from sealpost.job_workers w where w.worker_id = j.locked_by)
    having count(*) > 0`)
}
