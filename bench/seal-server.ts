/**
 * The server side of bench:seal as a process of its own: everything but delivery, so that it accepts, seals and queues. Says
 * how to reach it, and at each word from its parent what it has done so far.
 */
import { PerformanceObserver } from 'node:perf_hooks'
import pg from 'pg'
import { openSealpost, startSealpost } from '../src/main.ts'
import { loadConfig } from '../src/platform/config/load-config.ts'
import { seedPractice, setSmsCheck } from '../test/harness/seed-practice.ts'

const done = { statements: 0, collectingMs: 0 }
const { query } = pg.Client.prototype
// Every statement of this process passes here, whatever sends it.
pg.Client.prototype.query = new Proxy(query, {
  apply(target, client, args) {
    done.statements += 1
    const answer: unknown = Reflect.apply(target, client, args)
    return answer
  },
})
new PerformanceObserver((list) => {
  for (const { duration } of list.getEntries()) done.collectingMs += duration
}).observe({ entryTypes: ['gc'] })

const parts = await openSealpost(loadConfig(process.env))
const running = await startSealpost(parts)
if (process.env['BENCH_SEED'] === 'yes') {
  const { organisationId, doctor } = await seedPractice(parts)
  await setSmsCheck(parts, organisationId, { address: 'patient@mail.example', number: '+4915112345678' })
  process.send?.({
    ready: true,
    submissions: running.addresses.submissions,
    user: doctor.address,
    password: doctor.appPassword,
  })
} else process.send?.({ ready: true, submissions: running.addresses.submissions, user: '', password: '' })

const count = async (table: string) => {
  const { rows } = await parts.database.ownerPool.query<{ name: string | null }>('select to_regclass($1) as name', [
    table,
  ])
  if (rows[0]?.name === null) return 0
  const counted = await parts.database.ownerPool.query<{ count: number }>(`select count(*)::int as count from ${table}`)
  return counted.rows[0]?.count ?? 0
}

process.on('message', () => {
  void (async () => {
    const { user, system } = process.cpuUsage()
    const { statements, collectingMs } = done
    const { rows } = await parts.database.ownerPool.query<{ wal: string }>(
      `select pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0') as wal`,
    )
    process.send?.({
      processorMs: (user + system) / 1000,
      collectingMs,
      statements,
      walBytes: Number(rows[0]?.wal),
      waiting: await count('sealpost.journal'),
      written: await count('sealpost.messages'),
    })
  })()
})
process.once('SIGTERM', () => void running.stop().then(() => process.exit(0)))
