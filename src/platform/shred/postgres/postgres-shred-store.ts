import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { AppError } from '../../../contract/errors/app-error.ts'
import { isAppError } from '../../../lib/errors/app-error.ts'
import type { Log } from '../../log/log.ts'
import { describeError } from '../../log/log.ts'
import { unavailable } from '../unavailable.ts'
import {
  keyBytes,
  referenceBytes,
  type ListedKey,
  type ShredCounts,
  type ShredStore,
  type TakenKey,
} from '../shred-store.ts'
import { requireForgetfulServer } from './require-forgetful-server.ts'

/** A network that swallows everything must not hold up who waits for a key, with a connection to the database in hand. */
const defaultAnswerTimeoutMs = 10_000
/** Rewriting waits for whoever uses the table, and for the disk. */
const rewriteTimeoutMs = 10 * 60_000
const advisoryLock = 7_305_325_004
const listedAtOnce = 4096
/** A table without dead rows and a log without what was erased take work; nothing is done when nothing was erased. */
const rewrite = [
  'vacuum full sealpost_shred.keys',
  'select pg_switch_wal()',
  // The first makes the segments before it needless, and removes them; nothing is recycled here.
  'checkpoint',
]

const foundation = `
  create schema if not exists sealpost_shred;
  create table if not exists sealpost_shred.store (is_only boolean primary key default true check (is_only), id bytea not null);
  create table if not exists sealpost_shred.keys (
    reference bytea primary key, key bytea not null, taken_at timestamptz(3) not null
  );
  create sequence if not exists sealpost_shred.erasures;
`

interface TakenRow extends TakenKey {
  readonly takenAt: Date
}

class PostgresShredStore implements ShredStore {
  readonly lingersUntilTidy = true
  readonly id: Buffer
  readonly #pool: pg.Pool
  /** Taken and not yet written. */
  readonly #pending = new Map<string, TakenRow>()
  #tidiedAt: string | null = null

  constructor(pool: pg.Pool, id: Buffer) {
    this.#pool = pool
    this.id = id
  }

  take(now: Date): TakenKey {
    const taken = { reference: randomBytes(referenceBytes), key: randomBytes(keyBytes), takenAt: now }
    this.#pending.set(taken.reference.toString('hex'), taken)
    return { reference: taken.reference, key: taken.key }
  }

  async flush(references: readonly Uint8Array[]): Promise<void> {
    const names = references.map((reference) => Buffer.from(reference).toString('hex'))
    const rows = names.flatMap((name) => this.#pending.get(name) ?? [])
    if (rows.length === 0) return
    for (const name of names) this.#pending.delete(name)
    await this.#query(
      `insert into sealpost_shred.keys (reference, key, taken_at)
       select * from unnest($1::bytea[], $2::bytea[], $3::timestamptz[])`,
      [rows.map((row) => row.reference), rows.map((row) => row.key), rows.map((row) => row.takenAt)],
    )
  }

  async read(reference: Uint8Array): Promise<Buffer | null> {
    const rows = await this.#query<{ key: Buffer }>('select key from sealpost_shred.keys where reference = $1', [
      Buffer.from(reference),
    ])
    return rows[0]?.key ?? null
  }

  async destroy(references: readonly Uint8Array[]): Promise<void> {
    for (const reference of references) this.#pending.delete(Buffer.from(reference).toString('hex'))
    if (references.length === 0) return
    await this.#query(
      `with gone as (delete from sealpost_shred.keys where reference = any ($1) returning 1)
       select nextval('sealpost_shred.erasures') from gone limit 1`,
      [references.map((reference) => Buffer.from(reference))],
    )
  }

  async *listOlderThan(time: Date): AsyncGenerator<readonly ListedKey[]> {
    let after = Buffer.alloc(0)
    for (;;) {
      const rows = await this.#query<{ reference: Buffer; taken_at: Date }>(
        `select reference, taken_at from sealpost_shred.keys where reference > $1 and taken_at < $2
         order by reference limit ${listedAtOnce}`,
        [after, time],
      )
      if (rows.length > 0) yield rows.map((row) => ({ reference: row.reference, takenAt: row.taken_at }))
      const last = rows.at(-1)
      if (last === undefined || rows.length < listedAtOnce) return
      after = Buffer.from(last.reference)
    }
  }

  /** Rewrites the table and lets the log go, so that what was erased is in no file of the server any more. */
  async tidy(): Promise<ShredCounts> {
    const [state] = await this.#query<{ used: number; erasures: string }>(
      `select (select count(*)::int from sealpost_shred.keys) as used,
        (select last_value::text from sealpost_shred.erasures) as erasures`,
    )
    if (state !== undefined && state.erasures !== this.#tidiedAt) {
      for (const statement of rewrite) await this.#query(statement, [], rewriteTimeoutMs)
      this.#tidiedAt = state.erasures
    }
    return { used: state?.used ?? 0, free: 0, damaged: 0 }
  }

  async close(): Promise<void> {
    await this.#pool.end()
  }

  async #query<Row extends pg.QueryResultRow>(
    text: string,
    values: unknown[] = [],
    answerTimeoutMs?: number,
  ): Promise<Row[]> {
    const query = { text, values, ...(answerTimeoutMs === undefined ? {} : { query_timeout: answerTimeoutMs }) }
    try {
      return (await this.#pool.query<Row>(query)).rows
    } catch (error) {
      throw unavailable(error)
    }
  }
}

async function prepare(pool: pg.Pool): Promise<Buffer> {
  const client = await pool.connect()
  try {
    await client.query('begin')
    await client.query('select pg_advisory_xact_lock($1)', [advisoryLock])
    await client.query(foundation)
    await client.query('insert into sealpost_shred.store (id) values ($1) on conflict do nothing', [randomBytes(16)])
    const { rows } = await client.query<{ id: Buffer }>('select id from sealpost_shred.store')
    await client.query('commit')
    return rows[0]?.id ?? Buffer.alloc(0)
  } catch (error) {
    await client.query('rollback').catch(() => undefined)
    throw error
  } finally {
    client.release()
  }
}

/** The address holds a password, so the text names only what to look at. */
const unreachable = (cause: unknown) =>
  new AppError(
    'unavailable',
    'shred.unreachable',
    'The PostgreSQL of SEALPOST_SHRED_URL does not accept the connection or lets its user make no schema. Check host, port, user, password and database name.',
    { cause },
  )

/**
 * Keys in a PostgreSQL of their own, for several machines without a shared folder. Its server must forget: see
 * `requireForgetfulServer`. A destroyed key remains in its files until `tidy` has run, and no longer.
 */
export async function openPostgresShredStore(
  url: string,
  log: Log,
  { answerTimeoutMs = defaultAnswerTimeoutMs }: { readonly answerTimeoutMs?: number } = {},
): Promise<ShredStore> {
  const pool = new pg.Pool({
    connectionString: url,
    max: 8,
    connectionTimeoutMillis: 10_000,
    query_timeout: answerTimeoutMs,
    idleTimeoutMillis: 30_000,
  })
  pool.on('error', (error) => log.warn('shred.connection-lost', describeError(error)))
  try {
    await requireForgetfulServer(pool)
    return new PostgresShredStore(pool, await prepare(pool))
  } catch (error) {
    await pool.end()
    throw isAppError(error) ? error : unreachable(error)
  }
}
