import { randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { newId } from '../../../test/harness/identifiers.ts'
import { createTestDeps, type TestDeps } from '../../../test/harness/test-deps.ts'
import { until } from '../../../test/harness/until.ts'
import { openDatabase } from '../database/database.ts'
import {
  cronItemsOf,
  enqueueJob,
  prepareJobs,
  startJobs,
  type JobDefinition,
  type JobRequest,
  type JobRunner,
} from './jobs.ts'
import { createWorkerRegistry } from './worker-registry.ts'

let deps: TestDeps
beforeAll(async () => {
  deps = await createTestDeps()
})
afterAll(() => deps.close())

let task = ''
let runners: JobRunner[] = []
beforeEach(() => {
  task = `test.${randomBytes(4).toString('hex')}`
  runners = []
})
afterEach(async () => {
  for (const runner of runners) await runner.stop()
})

const enqueue = (request: Partial<JobRequest> = {}) =>
  deps.database.withOrganisation(newId(), (tx) => enqueueJob(tx, { task, payload: {}, ...request }))

async function start(definition: Omit<JobDefinition, 'task'>): Promise<JobRunner> {
  const runner = await startJobs({ ...deps, definitions: [{ task, ...definition }], concurrency: 2 })
  runners.push(runner)
  return runner
}

/** Runs the jobs of this test's task and remembers their payloads. */
async function startRecording(): Promise<unknown[]> {
  const ran: unknown[] = []
  await start({ run: async (payload) => void ran.push(payload) })
  return ran
}
const waitFor = (ran: readonly unknown[], count: number) =>
  until('jobs', () => (ran.length >= count ? true : undefined))

async function waiting(): Promise<number> {
  const { rows } = await deps.database.ownerPool.query<{ n: number }>(
    'select count(*)::int as n from graphile_worker.jobs where task_identifier = $1',
    [task],
  )
  return rows[0]?.n ?? -1
}

describe('a job', () => {
  test('exists when the change that caused it is committed, and not when it is rolled back', async () => {
    const failing = deps.database.withOrganisation(newId(), async (tx) => {
      await enqueueJob(tx, { task, payload: { which: 'rolled back' } })
      throw new Error('roll back')
    })
    await expect(failing).rejects.toThrow('roll back')
    await enqueue({ payload: { which: 'committed' } })
    const ran = await startRecording()
    await waitFor(ran, 1)
    expect(ran).toEqual([{ which: 'committed' }])
    await until('none is left', async () => ((await waiting()) === 0 ? true : undefined))
  })

  test('is replaced by a second one under its key while it waits', async () => {
    await enqueue({ jobKey: task, payload: { n: 1 } })
    await enqueue({ jobKey: task, payload: { n: 2 } })
    const ran = await startRecording()
    await waitFor(ran, 1)
    expect(ran).toEqual([{ n: 2 }])
  })

  test('waits for its time', async () => {
    await enqueue({ runAt: new Date(Date.now() + 3600_000), payload: { later: true } })
    await enqueue({ payload: { later: false } })
    const ran = await startRecording()
    await waitFor(ran, 1)
    expect(ran).toEqual([{ later: false }])
    await until('the other is left', async () => ((await waiting()) === 1 ? true : undefined))
  })

  test('of one queue runs after the one before it has ended', async () => {
    const events: string[] = []
    for (const n of [1, 2, 3]) await enqueue({ queue: task, payload: { n } })
    await start({
      run: async ({ n }) => {
        events.push(`begin ${n}`)
        await sleep(20)
        events.push(`end ${n}`)
      },
    })
    await waitFor(events, 6)
    expect(events).toEqual(['begin 1', 'end 1', 'begin 2', 'end 2', 'begin 3', 'end 3'])
  })

  test('that fails is tried again later; its payload is in no log', async () => {
    await enqueue({ payload: { canary: 'heliotrope' } })
    let tries = 0
    await start({
      run: () => {
        tries += 1
        return Promise.reject(new Error('not now'))
      },
    })
    await until('one try', () => (tries > 0 ? true : undefined))
    const { rows } = await until('recorded', async () => {
      const found = await deps.database.ownerPool.query(
        'select attempts, run_at > now() as later from graphile_worker.jobs where task_identifier = $1 and last_error is not null',
        [task],
      )
      return found.rows.length > 0 ? found : undefined
    })
    expect(rows).toEqual([{ attempts: 1, later: true }])
    const lines = deps.logLines.join('')
    expect(lines).toContain('job.failed')
    expect(lines).not.toContain('heliotrope')
  })

  test('whose last attempt failed calls its hook once, with what it carries', async () => {
    await enqueue({ maxAttempts: 1, payload: { id: 'x' } })
    const failed: unknown[] = []
    await start({
      run: () => Promise.reject(new Error('never')),
      onFinalFailure: async (payload) => void failed.push(payload),
    })
    await waitFor(failed, 1)
    await sleep(50)
    expect(failed).toEqual([{ id: 'x' }])
  })

  test('that repeats by itself leaves nothing behind when it fails', async () => {
    await enqueue()
    let runs = 0
    const run = () => {
      runs++
      return Promise.reject(new Error('not now'))
    }
    await start({ run, cron: '0 0 1 1 *' })
    await until('its end', async () => (runs === 1 && (await waiting()) === 0 ? true : undefined))
    expect(deps.logLines.join('')).toContain('not now')
  })

  test('that repeats by itself waits once and runs once at a time', () => {
    const definition = { task, run: async () => undefined }
    const [item, ...others] = cronItemsOf([definition, { ...definition, cron: '* * * * *' }])
    expect(others).toEqual([])
    expect(item?.options).toMatchObject({ jobKey: `cron/${task}`, queueName: task })
  })

  test('whose hook fails as well does not take the process with it', async () => {
    await enqueue({ maxAttempts: 1 })
    await start({
      run: () => Promise.reject(new Error('never')),
      onFinalFailure: () => Promise.reject(new Error('hook broke')),
    })
    await until('logged', () => deps.logLines.find((line) => line.includes('job.final-failure-hook')))
  })

  test('that runs while the process stops is waited for', async () => {
    await enqueue()
    const events: string[] = []
    const runner = await start({
      run: async () => {
        events.push('begin')
        await sleep(200)
        events.push('end')
      },
    })
    await waitFor(events, 1)
    await runner.stop()
    expect(events).toEqual(['begin', 'end'])
    runners = []
  })

  test('cannot be read or changed by a request: only handed in', async () => {
    await enqueue({ runAt: new Date(Date.now() + 3600_000) })
    const { sql } = await import('kysely')
    const look = deps.database.withOrganisation(newId(), (tx) => sql`select * from graphile_worker.jobs`.execute(tx))
    await expect(look).rejects.toMatchObject({ code: '42501' })
  })
})

describe('preparing the job tables', () => {
  test('by eight processes at once works', async () => {
    const databases = Array.from({ length: 8 }, () => openDatabase(deps.databaseUrl, deps.log))
    await Promise.all(databases.map(prepareJobs))
    await Promise.all(databases.map((database) => database.close()))
  })
})

describe('a job of another process', () => {
  async function leaveLocked(lockKey: number): Promise<void> {
    const { ownerPool } = deps.database
    await enqueue({ payload: { left: 'behind' } })
    await ownerPool.query('insert into sealpost.job_workers values ($1, $2)', [`worker-${task}`, lockKey])
    await ownerPool.query(
      `update graphile_worker._private_jobs j set locked_by = $1, locked_at = now(), attempts = 1
       from graphile_worker._private_tasks t where t.id = j.task_id and t.identifier = $2`,
      [`worker-${task}`, task],
    )
  }

  test('that runs is locked in a name that is registered, or nobody could tell that its process died', async () => {
    await enqueue()
    const gate = Promise.withResolvers<void>()
    await start({ run: () => gate.promise })
    const names = await until('locked', async () => {
      const { rows } = await deps.database.ownerPool.query<{ locked: string; registered: string | null }>(
        `select j.locked_by as locked, w.worker_id as registered from graphile_worker.jobs j
         left join sealpost.job_workers w on w.worker_id = j.locked_by
         where j.task_identifier = $1 and j.locked_by is not null`,
        [task],
      )
      return rows[0]?.registered === null ? undefined : rows[0]
    })
    gate.resolve()
    expect(names.registered).toBe(names.locked)
  })

  test('whose process died before it was registered is released after a minute', async () => {
    await leaveLocked(777_777)
    const { ownerPool } = deps.database
    await ownerPool.query('delete from sealpost.job_workers where lock_key = 777777')
    const ran = await startRecording()
    expect(ran).toEqual([])
    await ownerPool.query(`update graphile_worker._private_jobs set locked_at = now() - interval '2 minutes'`)
    const registry = await createWorkerRegistry(ownerPool, deps.log)
    await waitFor(ran, 1)
    await registry.close()
    expect(ran).toEqual([{ left: 'behind' }])
  })

  test('that died is run at once by the next one that starts', async () => {
    await leaveLocked(123_456)
    const ran = await startRecording()
    await waitFor(ran, 1)
    expect(ran).toEqual([{ left: 'behind' }])
  })

  test('that lives is left alone until its connection is gone', async () => {
    const { ownerPool } = deps.database
    const living = await ownerPool.connect()
    await living.query('select pg_advisory_lock(654321)')
    await leaveLocked(654_321)
    const ran = await startRecording()
    const registry = await createWorkerRegistry(ownerPool, deps.log)
    await registry.sweep()
    expect(ran).toEqual([])
    living.release(true)
    await until('released', async () => {
      await registry.sweep()
      return ran.length > 0 ? true : undefined
    })
    expect(ran).toEqual([{ left: 'behind' }])
    await registry.close()
  })

  test('is not taken for dead for ever after its connection broke: it registers again', async () => {
    const { ownerPool } = deps.database
    const registry = await createWorkerRegistry(ownerPool, deps.log)
    const held = async () => {
      const { rows } = await ownerPool.query(
        `select l.pid from pg_locks l join pg_stat_activity a using (pid)
         where l.locktype = 'advisory' and l.granted and l.database = (select oid from pg_database where datname = current_database())
           and a.state = 'idle'`,
      )
      return rows.map(({ pid }) => Number(pid))
    }
    const [pid] = await held()
    expect(pid).toBeTypeOf('number')
    await ownerPool.query('select pg_terminate_backend($1)', [pid])
    await until('held again by another connection', async () => {
      await registry.sweep()
      const now = await held()
      return now.length > 0 && !now.includes(pid ?? 0) ? true : undefined
    })
    await registry.close()
    await until('given back', async () => ((await held()).length === 0 ? true : undefined))
  })
})
