import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { loadConfig } from '../platform/config/load-config.ts'
import { startEmbeddedPostgres } from '../platform/database/embedded-postgres.ts'
import { readPidFile } from '../platform/database/pid-file.ts'
import { createTestDatabase } from '../../test/harness/test-database.ts'
import { startForgetfulPostgres } from '../../test/harness/forgetful-postgres.ts'
import { createLog } from '../platform/log/log.ts'
import { loadTransitKey } from '../platform/transit/transit-key.ts'
import { openSealpost } from './open.ts'

let dataDir = ''
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'sealpost-open-'))
})
const joined = async () => startEmbeddedPostgres(dataDir, await loadTransitKey(join(dataDir, 'secret')))
const isRunning = async () => (await readPidFile(join(dataDir, 'postgres'))) !== undefined
afterEach(async () => {
  if (await isRunning()) await (await joined()).stop()
  await rm(dataDir, { recursive: true, force: true })
})

test('two that end at the same moment, each still seen by the other, leave no embedded server behind', async () => {
  const config = loadConfig({ SEALPOST_DATA_DIR: dataDir })
  const parts = await openSealpost(config, { log: createLog('error') })
  // The other one has let go of the server already; its connections are still there.
  const other = new pg.Client({ connectionString: (await joined()).url, application_name: 'sealpost/1' })
  other.on('error', () => undefined)
  await other.connect()
  expect(await parts.database.isShared()).toBe(true)
  await parts.close()
  expect(await isRunning()).toBe(false)
  await other.end().catch(() => undefined)
})

test('what cannot be opened holds no connection to the server of keys', async () => {
  const [used, keys] = [await createTestDatabase(), await startForgetfulPostgres()]
  const client = new pg.Client({ connectionString: keys.url })
  await client.connect()
  const connections = async () => {
    const { rows } = await client.query<{ n: number }>(
      'select count(*)::int as n from pg_stat_activity where datname = current_database()',
    )
    return rows[0]?.n
  }
  const before = await connections()
  const settings = { SEALPOST_DATA_DIR: dataDir, SEALPOST_DATABASE_URL: used.url }
  const log = createLog('silent')
  await (await openSealpost(loadConfig(settings), { log })).close()
  const other = openSealpost(loadConfig({ ...settings, SEALPOST_SHRED_URL: keys.url }), { log })
  await expect(other).rejects.toMatchObject({ code: 'shred.not-of-this-database' })
  await expect.poll(connections).toBe(before)
  await client.end()
  await keys.close()
  await used.close()
})
