import { Kysely, PostgresDialect, sql } from 'kysely'
import pg from 'pg'
import { AppError } from '../../contract/errors/app-error.ts'
import type { OrganisationId } from '../../lib/id/identifiers.ts'
import { describeError, type Log } from '../log/log.ts'
import { runtimeLoginFor, runtimeRole, type RuntimeLogin } from './runtime-login.ts'

/** No table is known here; a module's store narrows with `tx.withTables<ItsTables>()`. */
export type Tx = Kysely<{}>

/** What else has to happen around the end of a transaction. */
export interface TxSteps {
  /** What must be durable elsewhere before the commit; when it rejects, nothing is committed. */
  readonly beforeCommit: () => Promise<void>
  /** Runs when the end is known, before the caller hears of it; logs its own failures, since nothing can be undone. */
  readonly afterEnd: (end: 'committed' | 'rolled-back') => Promise<void>
}

const stepsOf = new WeakMap<Tx, TxSteps[]>()

/** Adds steps to a transaction under way. Where its end stays unknown, a connection lost in the commit, none is run after it. */
export function addSteps(tx: Tx, steps: TxSteps): void {
  const known = stepsOf.get(tx)
  if (known === undefined) throw new Error('steps need the transaction itself, as withOrganisation gave it')
  known.push(steps)
}

export interface Database {
  /** Runs `work` in one transaction that sees the rows of this organisation only (row-level security). */
  withOrganisation<Result>(organisationId: OrganisationId, work: (tx: Tx) => Promise<Result>): Promise<Result>
  /** Runs `work` in one transaction that sees no organisation's rows: only look-up functions and tables without one. */
  withoutOrganisation<Result>(work: (tx: Tx) => Promise<Result>): Promise<Result>
  /** Owner connections: migrations and the job runner only, never a request. */
  readonly ownerPool: pg.Pool
  /** Under which all others connect. */
  readonly runtimeLogin: RuntimeLogin
  /** Whether another Sealpost process is connected to this database. */
  isShared(): Promise<boolean>
  close(): Promise<void>
}

/** How this process shows among the server's connections. */
const processNames = { owner: `sealpost-owner/${process.pid}`, runtime: `sealpost/${process.pid}` }
const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

function createPool(url: string, options: pg.PoolConfig, log: Log): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    connectionTimeoutMillis: 10_000,
    idleTimeoutMillis: 30_000,
    statement_timeout: 60_000,
    idle_in_transaction_session_timeout: 120_000,
    ...options,
  })
  const lost = (error: Error) => {
    // While closing, the server may end a connection before its own goodbye arrives.
    if (!pool.ending) log.warn('database.connection-lost', describeError(error))
  }
  pool.on('error', lost)
  pool.on('connect', (client) => client.on('error', lost))
  return pool
}

/**
 * PostgreSQL ends an aborted transaction on COMMIT with a rollback and no error, so a failure that `work` swallowed would
 * look like a commit. A statement before it, in the same round trip, fails then.
 */
const commit = 'select; commit'

type End = 'committed' | 'rolled-back' | 'unknown'

interface Ended<Result> {
  readonly end: End
  readonly outcome: { readonly result: Result } | { readonly error: unknown }
}

/** Begins with the given words, commits when `work` resolves, rolls back when anything fails. */
async function carryOut<Result>(
  tx: Tx,
  begin: string,
  work: { readonly steps: readonly TxSteps[]; readonly run: (tx: Tx) => Promise<Result> },
): Promise<Ended<Result>> {
  let end: End = 'rolled-back'
  try {
    await sql.raw(begin).execute(tx)
    const result = await work.run(tx)
    for (const step of work.steps) await step.beforeCommit()
    end = 'unknown'
    await sql.raw(commit).execute(tx)
    return { end: 'committed', outcome: { result } }
  } catch (error) {
    // The first error tells what happened; a connection that cannot even roll back is dropped by the server.
    await sql`rollback`.execute(tx).catch(() => undefined)
    return { end, outcome: { error } }
  }
}

async function inTransaction<Result>(db: Tx, begin: string, work: (tx: Tx) => Promise<Result>): Promise<Result> {
  const steps: TxSteps[] = []
  const { end, outcome } = await db.connection().execute((tx) => {
    stepsOf.set(tx, steps)
    return carryOut(tx, begin, { steps, run: work })
  })
  // The connection is free again: others need not wait for a disk.
  if (end !== 'unknown') for (const step of steps) await step.afterEnd(end)
  if ('error' in outcome) throw outcome.error
  return outcome.result
}

/**
 * Opens the two pools. Requests connect under a login of their own, which owns nothing and cannot become the owner, and run
 * as the run-time role (through the connection options), so row-level security always applies to them.
 */
export function openDatabase(
  url: string,
  log: Log,
  options: { readonly maxConnections?: number; readonly runtimeUrl?: string } = {},
): Database {
  const runtimeLogin = runtimeLoginFor(url, options.runtimeUrl)
  const ownerPool = createPool(url, { max: 10, application_name: processNames.owner }, log)
  const runtimePool = createPool(
    runtimeLogin.url,
    {
      max: options.maxConnections ?? 16,
      application_name: processNames.runtime,
      options: `-c role=${runtimeRole} -c search_path=sealpost`,
    },
    log,
  )
  const db = new Kysely<{}>({ dialect: new PostgresDialect({ pool: runtimePool }) })
  let closing: Promise<void> | undefined
  return {
    ownerPool,
    runtimeLogin,
    async isShared() {
      const { rows } = await ownerPool.query<{ others: number }>(
        `select count(*)::int as others from pg_stat_activity
         where datname = current_database() and application_name like 'sealpost%/%' and application_name <> all ($1)`,
        [Object.values(processNames)],
      )
      return (rows[0]?.others ?? 0) > 0
    },
    withOrganisation(organisationId, work) {
      if (!uuidPattern.test(organisationId))
        throw new AppError('invalid', 'database.bad-organisation', 'Not an organisation identifier.')
      // SET takes no parameters and shares BEGIN's round trip; the identifier was matched against a UUID above.
      return inTransaction(db, `begin; set local sealpost.organisation_id = '${organisationId}'`, work)
    },
    withoutOrganisation: (work) => inTransaction(db, 'begin', work),
    close() {
      closing ??= db.destroy().then(() => ownerPool.end())
      return closing
    },
  }
}
