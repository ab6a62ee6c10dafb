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

const open = () => openPostgresShredStore(server.url, createLog('silent'))

describe('a server for keys that would keep what is erased is refused, with what to change', () => {
  test.each([
    ['wal_recycle', 'on', 'off'],
    ['wal_keep_size', '64MB', '0'],
    ['log_min_duration_statement', '0', '-1'],
    ['log_min_duration_sample', '0', '-1'],
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
