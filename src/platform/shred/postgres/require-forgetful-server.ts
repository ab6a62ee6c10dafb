import type pg from 'pg'
import { AppError } from '../../../contract/errors/app-error.ts'

interface Standing {
  readonly setting: string
  readonly wanted: string
}

/** What would keep or copy a key that was erased; each with the value that does not. */
const demands: readonly Standing[] = [
  { setting: 'archive_mode', wanted: 'off' },
  { setting: 'wal_recycle', wanted: 'off' },
  { setting: 'wal_keep_size', wanted: '0' },
  { setting: 'fsync', wanted: 'on' },
  { setting: 'synchronous_commit', wanted: 'on' },
  { setting: 'log_statement', wanted: 'none' },
  { setting: 'log_min_duration_statement', wanted: '-1' },
  { setting: 'log_min_duration_sample', wanted: '-1' },
  { setting: 'log_transaction_sample_rate', wanted: '0' },
  { setting: 'log_parameter_max_length_on_error', wanted: '0' },
]

const abilities = `
  select (select count(*)::int from pg_stat_replication) + (select count(*)::int from pg_replication_slots) as copies,
    has_function_privilege('pg_switch_wal()', 'execute') and pg_has_role('pg_checkpoint', 'usage') as may_forget`

/**
 * Refuses a server that would keep what is erased: one that archives or replicates its log, recycles its segments or logs
 * statements, or whose user may not let the log go. AppError `shred.server-remembers` says what to change.
 */
export async function requireForgetfulServer(pool: pg.Pool): Promise<void> {
  const { rows: found } = await pool.query<{ name: string; setting: string }>(
    'select name, setting from pg_settings where name = any ($1)',
    [demands.map(({ setting }) => setting)],
  )
  const values = new Map(found.map(({ name, setting }) => [name, setting]))
  const wrong = demands.filter(({ setting, wanted }) => values.get(setting) !== wanted)
  const { rows } = await pool.query<{ copies: number; may_forget: boolean }>(abilities)
  const problems = [
    ...wrong.map(({ setting, wanted }) => `set ${setting} = ${wanted}`),
    ...(rows[0]?.copies === 0 ? [] : ['remove its standbys and replication slots']),
    ...(rows[0]?.may_forget === true
      ? []
      : ['grant pg_checkpoint to its user, and execute on function pg_switch_wal()']),
  ]
  if (problems.length === 0) return
  throw new AppError(
    'invalid',
    'shred.server-remembers',
    `The PostgreSQL of SEALPOST_SHRED_URL would keep keys that are erased: ${problems.join('; ')}.`,
  )
}
