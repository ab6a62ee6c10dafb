import { Logger, parseCronItem, run, type ParsedCronItem, type Runner, type TaskList } from 'graphile-worker'
import { sql } from 'kysely'
import { AppError } from '../../contract/errors/app-error.ts'
import type { Database, Tx } from '../database/database.ts'
import { describeError, type Log } from '../log/log.ts'
import type { Metrics } from '../metrics/metrics.ts'
import { createWorkerRegistry } from './worker-registry.ts'

export type JobPayload = Readonly<Record<string, string | number | boolean | null>>

export interface JobRequest {
  readonly task: string
  /** Identifiers only: payloads are readable in the database. */
  readonly payload: JobPayload
  readonly runAt?: Date
  /** A second request under the same key replaces the first while it waits. */
  readonly jobKey?: string
  /** Jobs of one queue run one after the other. */
  readonly queue?: string
  readonly maxAttempts?: number
}

export interface JobDefinition {
  readonly task: string
  readonly run: (payload: JobPayload) => Promise<void>
  /** Called once when the last attempt has failed. */
  readonly onFinalFailure?: (payload: JobPayload) => Promise<void>
  /** Cron expression (five fields, UTC) for work that repeats by itself. */
  readonly cron?: string
}

export interface JobRunner {
  /** Takes no new jobs and resolves when the running ones have ended. */
  stop(): Promise<void>
}

/** Queues a job inside the caller's transaction: it exists exactly when the change that caused it does. */
export async function enqueueJob(tx: Tx, job: JobRequest): Promise<void> {
  await sql`select sealpost.enqueue_job(${job.task}, ${JSON.stringify(job.payload)}::json, ${job.runAt ?? null}, ${job.jobKey ?? null}, ${job.queue ?? null}, ${job.maxAttempts ?? 25})`.execute(
    tx,
  )
}

const advisoryLock = 7_305_325_002

const jobFunctions = `
  create or replace function sealpost.enqueue_job(task text, payload json, run_at timestamptz, job_key text, queue text, max_attempts int)
  returns void language sql security definer set search_path = pg_catalog, pg_temp as $fn$
    select from graphile_worker.add_job(identifier => task, payload => payload, run_at => run_at, job_key => job_key, queue_name => queue, max_attempts => max_attempts)
  $fn$;
  revoke all on function sealpost.enqueue_job from public;
  grant execute on function sealpost.enqueue_job to sealpost_runtime;
  create table if not exists sealpost.job_workers (worker_id text primary key, lock_key bigint not null);
`

/** Installs or upgrades the job tables, one process at a time; runs before the modules' migrations. */
export async function prepareJobs(database: Database): Promise<void> {
  const { runMigrations } = await import('graphile-worker')
  const client = await database.ownerPool.connect()
  try {
    await client.query('select pg_advisory_lock($1)', [advisoryLock])
    await runMigrations({ pgPool: database.ownerPool })
    await client.query(jobFunctions)
  } finally {
    await client.query('select pg_advisory_unlock($1)', [advisoryLock]).catch(() => undefined)
    client.release()
  }
}

/** graphile-worker prints payloads at some levels; what matters is logged here instead. */
const silentLogger = new Logger(() => () => undefined)

function toPayload(value: unknown): JobPayload {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new AppError('broken', 'jobs.bad-payload', 'A job carries no object.')
  const entries = Object.entries(value).filter(
    (entry): entry is [string, string | number | boolean | null] =>
      entry[1] === null || ['string', 'number', 'boolean'].includes(typeof entry[1]),
  )
  return Object.fromEntries(entries)
}

function tasksOf(definitions: readonly JobDefinition[], log: Log, metrics: Metrics): TaskList {
  const ended = metrics.counter('sealpost_jobs_total', 'Jobs that ended, by task and result', ['task', 'result'])
  const wrap = (definition: JobDefinition) => async (raw: unknown) => {
    try {
      await definition.run(toPayload(raw))
      ended.inc({ task: definition.task, result: 'done' })
    } catch (error) {
      ended.inc({ task: definition.task, result: 'failed' })
      log.warn('job.failed', { task: definition.task, ...describeError(error) })
      // Of work that repeats by itself the next turn is the retry, or each minute of an outage would leave a failed job.
      if (definition.cron === undefined) throw error
    }
  }
  return Object.fromEntries(definitions.map((definition) => [definition.task, wrap(definition)]))
}

/** Under its key at most one turn waits, in its queue one runs: slow or failing work must not heap up. */
export function cronItemsOf(definitions: readonly JobDefinition[]): ParsedCronItem[] {
  return definitions.flatMap(({ cron, task }) =>
    cron === undefined
      ? []
      : [parseCronItem({ match: cron, task, options: { maxAttempts: 3, jobKey: `cron/${task}`, queueName: task } })],
  )
}

/** Runs the given jobs until stopped. Jobs of processes that died are released within a minute. */
export async function startJobs(options: {
  readonly database: Database
  readonly definitions: readonly JobDefinition[]
  readonly log: Log
  readonly metrics: Metrics
  readonly concurrency?: number
}): Promise<JobRunner> {
  const { database, definitions, log, metrics } = options
  const registry = await createWorkerRegistry(database.ownerPool, log)
  const runner: Runner = await run({
    pgPool: database.ownerPool,
    taskList: tasksOf(definitions, log, metrics),
    parsedCronItems: cronItemsOf(definitions),
    logger: silentLogger,
    concurrency: options.concurrency ?? 8,
    pollInterval: 1000,
    noHandleSignals: true,
    events: registry.events,
  })
  runner.events.on('job:failed', ({ job }) => {
    const definition = definitions.find((candidate) => candidate.task === job.task_identifier)
    definition
      ?.onFinalFailure?.(toPayload(job.payload))
      .catch((error: unknown) => log.error('job.final-failure-hook', describeError(error)))
  })
  return {
    async stop() {
      await runner.stop()
      await registry.close()
    },
  }
}
