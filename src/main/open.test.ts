import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { loadConfig } from '../platform/config/load-config.ts'
import { startEmbeddedPostgres } from '../platform/database/embedded-postgres.ts'
import { readPidFile } from '../platform/database/pid-file.ts'
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
