import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startForgetfulPostgres, type SecondPostgres } from '../../../../test/harness/forgetful-postgres.ts'
import { until } from '../../../../test/harness/until.ts'
import { createLog } from '../../log/log.ts'
import { openPostgresShredStore } from './postgres-shred-store.ts'

let server: SecondPostgres
beforeAll(async () => {
  server = await startForgetfulPostgres()
}, 60_000)
afterAll(() => server.close())

const open = (options = {}) => openPostgresShredStore(server.url, createLog('silent'), options)

describe('a server for keys that would keep what is erased is refused, with what to change', () => {
  test.each([
    ['wal_recycle', 'on', 'off'],
    ['wal_keep_size', '64MB', '0'],
    ['log_min_duration_statement', '0', '-1'],
    ['log_min_duration_sample', '0', '-1'],
    ['log_transaction_sample_rate', '1', '0'],
  ])('%s = %s', async (setting, harmful, harmless) => {
    await server.set(setting, harmful)
    const refusal = await until('the refusal', () =>
      open().then(
        (store) => store.close().then(() => undefined),
        (error: unknown) => error,
      ),
    )
    expect(refusal).toMatchObject({
      code: 'shred.server-remembers',
      message: expect.stringContaining(`set ${setting} = ${harmless}`),
    })
    await server.set(setting, harmless)
    const store = await until('the server forgets again', () => open().catch(() => undefined))
    await store.close()
  })

  test('also where only its database is set so: log_parameter_max_length_on_error = -1', async () => {
    const name = new URL(server.url).pathname.slice(1)
    const client = new pg.Client({ connectionString: server.url })
    await client.connect()
    await client.query(`alter database ${name} set log_parameter_max_length_on_error = -1`)
    await expect(open()).rejects.toMatchObject({
      code: 'shred.server-remembers',
      message: expect.stringContaining('set log_parameter_max_length_on_error = 0'),
    })
    await client.query(`alter database ${name} reset log_parameter_max_length_on_error`)
    await client.end()
    await (await open()).close()
  })
})

test('a server that does not answer makes taking, reading and destroying fail after a while, and is used again', async () => {
  const store = await open({ answerTimeoutMs: 100 })
  const [kept, late] = [store.take(new Date()), store.take(new Date())]
  await store.flush([kept.reference])
  const other = new pg.Client({ connectionString: server.url })
  await other.connect()
  await other.query('begin; lock table sealpost_shred.keys in access exclusive mode')
  const refusal = expect.objectContaining({ code: 'shred.unavailable', temporary: true })
  const acts = [store.flush([late.reference]), store.read(kept.reference), store.destroy([kept.reference])]
  expect(await Promise.allSettled(acts)).toEqual(acts.map(() => ({ status: 'rejected', reason: refusal })))
  await other.query('rollback')
  await other.end()
  const next = store.take(new Date())
  await until('an answer', () =>
    store.flush([next.reference]).then(
      () => true,
      () => undefined,
    ),
  )
  await store.close()
})

test('a server that is away makes taking and reading fail for the moment, never look like a destroyed key', async () => {
  const store = await open()
  const taken = store.take(new Date())
  await store.flush([taken.reference])
  await store.close()
  const lost = store.take(new Date())
  await expect(store.flush([lost.reference])).rejects.toMatchObject({ code: 'shred.unavailable', temporary: true })
  await expect(store.read(taken.reference)).rejects.toMatchObject({ code: 'shred.unavailable' })
})
