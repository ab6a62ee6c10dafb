import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { killEmbeddedDatabase } from '../../../test/harness/server-process.ts'
import { loadTransitKey, type TransitKey } from '../transit/transit-key.ts'
import { startEmbeddedPostgres } from './embedded-postgres.ts'
import { isServerOf, readPidFile } from './pid-file.ts'

let dataDir = ''
let transit: TransitKey
const folder = () => join(dataDir, 'postgres')

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'sealpost-pid-'))
  transit = await loadTransitKey(join(dataDir, 'secret'))
})
afterAll(() => rm(dataDir, { recursive: true, force: true }))

async function answers(url: string): Promise<boolean> {
  const maintenance = new URL(url)
  maintenance.pathname = '/postgres'
  const client = new pg.Client({ connectionString: maintenance.href })
  await client.connect()
  const { rows } = await client.query<{ one: number }>('select 1 as one')
  await client.end()
  return rows[0]?.one === 1
}

test('a killed server is started again although its number now belongs to another process', async () => {
  const first = await startEmbeddedPostgres(dataDir, transit)
  expect(first.started).toBe(true)
  expect(await answers(first.url)).toBe(true)
  await killEmbeddedDatabase(dataDir)
  const path = join(folder(), 'postmaster.pid')
  const [, ...rest] = (await readFile(path, 'utf8')).split('\n')
  await writeFile(path, [String(process.pid), ...rest].join('\n'))
  expect(await isServerOf(folder(), process.pid)).toBe(false)

  const second = await startEmbeddedPostgres(dataDir, transit)
  expect(second.started).toBe(true)
  expect(await answers(second.url)).toBe(true)
  const running = await readPidFile(folder())
  expect(running?.isReady).toBe(true)
  expect(await isServerOf(folder(), running?.pid ?? 0)).toBe(true)

  const joined = await startEmbeddedPostgres(dataDir, transit)
  expect(joined).toMatchObject({ started: false, url: second.url })
  await second.stop()
})
