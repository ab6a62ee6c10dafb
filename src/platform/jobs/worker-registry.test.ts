import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { createTestDeps, type TestDeps } from '../../../test/harness/test-deps.ts'
import { createWorkerRegistry } from './worker-registry.ts'

let deps: TestDeps
beforeAll(async () => {
  deps = await createTestDeps()
})
afterAll(() => deps.close())
afterEach(() => void vi.restoreAllMocks())

const locks = async () => {
  const { rows } = await deps.database.ownerPool.query<{ held: number }>(
    `select count(*)::int as held from pg_locks where locktype = 'advisory' and granted
       and database = (select oid from pg_database where datname = current_database())`,
  )
  return rows[0]?.held ?? 0
}

const refuse = () => {
  throw new Error('down')
}

/** What a restart of the database does to the connection that holds the lock. */
const cutConnections = () =>
  deps.database.ownerPool.query(
    `select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' and pid <> pg_backend_pid()
       and database = (select oid from pg_database where datname = current_database())`,
  )

// A connection's lock goes with its backend, which ends a moment after the client has let go: hence the polling.
test('a registry whose database stays away for several sweeps holds its lock again once it is back', async () => {
  const { ownerPool } = deps.database
  const registry = await createWorkerRegistry(ownerPool, deps.log)
  await expect.poll(locks, { timeout: 20_000 }).toBe(1)
  await cutConnections()
  const away = vi.spyOn(ownerPool, 'connect').mockImplementation(refuse)
  await registry.sweep()
  await registry.sweep()
  away.mockRestore()
  await registry.sweep()
  await expect.poll(locks, { timeout: 20_000 }).toBe(1)
  await registry.close()
  await expect.poll(locks, { timeout: 20_000 }).toBe(0)
})

test('a registry closes while the database is away', async () => {
  const registry = await createWorkerRegistry(deps.database.ownerPool, deps.log)
  await cutConnections()
  vi.spyOn(deps.database.ownerPool, 'connect').mockImplementation(refuse)
  await registry.sweep()
  await registry.close()
})
