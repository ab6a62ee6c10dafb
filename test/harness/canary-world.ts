import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'vitest'
import { openSealpost, type Parts } from '../../src/main.ts'
import { loadConfig } from '../../src/platform/config/load-config.ts'
import { createLog } from '../../src/platform/log/log.ts'
import { startHttpProvider } from '../conformance/sms-http-provider.ts'
import { createSearch, needlesOf, searchFolder, searchTables, type Finding, type Search } from './canary.ts'
import { freshSettings } from './fresh-settings.ts'
import { SecretWords } from './secret-words.ts'
import { startServerProcess, type ServerProcess } from './server-process.ts'
import { startSmtpSink } from './smtp-sink.ts'
import { seedDoctor, type JourneyWorld } from './whole-journey.ts'

const fewestFiles = 500
const fewestColumns = 100

/** A server process with a provider and a smarthost, and every place where it writes. */
export interface CanaryWorld extends JourneyWorld {
  readonly dataDir: string
  readonly seedLog: readonly string[]
  readonly server: ServerProcess
  close(): Promise<void>
}

export async function createCanaryWorld(): Promise<CanaryWorld> {
  const dataDir = await mkdtemp(join(tmpdir(), 'sealpost-canary-'))
  const [sink, sms] = await Promise.all([startSmtpSink(), startHttpProvider()])
  const settings = {
    ...(await freshSettings(dataDir, `smtp://127.0.0.1:${sink.port}`)),
    SEALPOST_SMS_URL: `http://127.0.0.1:${sms.port}/texts`,
    SEALPOST_LOG_LEVEL: 'debug',
  }
  const words = new SecretWords()
  const seedLog: string[] = []
  const log = createLog('debug', { write: (line: string) => void seedLog.push(line) })
  const parts = await openSealpost(loadConfig(settings), { log })
  const doctor = await seedDoctor(parts, words)
  await parts.close()
  const secret = (await readFile(join(dataDir, 'secret'), 'utf8')).trim()
  words.add('transit key', secret, Buffer.from(secret, 'hex'))
  const server = await startServerProcess(settings)
  return {
    settings,
    sink,
    sms,
    words,
    doctor,
    dataDir,
    seedLog,
    server,
    async close() {
      await server.stop()
      await Promise.all([sink.close(), sms.close()])
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}

/** Opens the database of the running server; nothing of it is started. */
export async function withDatabase<Result>(
  world: Pick<CanaryWorld, 'settings'>,
  work: (parts: Parts) => Promise<Result>,
): Promise<Result> {
  const parts = await openSealpost(loadConfig(world.settings), { log: createLog('silent') })
  try {
    return await work(parts)
  } finally {
    await parts.close()
  }
}

const metricsText = async (world: CanaryWorld) =>
  (await fetch(`http://127.0.0.1:${world.settings['SEALPOST_METRICS_PORT']}/metrics`)).text()

/** Everywhere that this server writes: its data folder, its tables, its log, its metrics. */
export async function searchEverything(world: CanaryWorld, search: Search): Promise<Finding[]> {
  return withDatabase(world, async ({ database }) => {
    await database.ownerPool.query('checkpoint')
    const tables = await searchTables(database.ownerPool, search)
    const folder = await searchFolder(world.dataDir, search, ['secret'])
    expect(folder.files).toBeGreaterThan(fewestFiles)
    expect(tables.columns).toBeGreaterThan(fewestColumns)
    expect(tables.values).toBeGreaterThan(tables.columns)
    const log = world.server.output() + world.seedLog.join('')
    expect(log).toContain('http.answered')
    const metrics = await metricsText(world)
    expect(metrics).toContain('sealpost_http_request_seconds')
    return [
      ...folder.findings,
      ...tables.findings,
      ...search('log', Buffer.from(log)),
      ...search('metrics', Buffer.from(metrics)),
    ]
  })
}

/** Hides a word where the search must find it, so that a search that finds nothing means something. */
export async function expectDecoysFound(world: CanaryWorld): Promise<void> {
  const needles = needlesOf('decoy', 'Köder-0815-decoy')
  const text = 'behind: Köder-0815-decoy.'
  await writeFile(join(world.dataDir, 'blobs', 'decoy'), `AAAA${Buffer.from(text).toString('base64')}`)
  await withDatabase(world, async ({ database }) => {
    await database.ownerPool.query(`
      create table sealpost.decoy (long text, raw bytea);
      insert into sealpost.decoy values (repeat('hidden by compression ', 5000) || 'Köder-0815-decoy', convert_to('xK%C3%B6der-0815-decoy', 'UTF8'))`)
  })
  const found = await searchEverything(world, createSearch(needles))
  expect(found).toEqual(
    expect.arrayContaining([
      { where: 'blobs/decoy', name: 'decoy', form: expect.stringMatching(/^base64 at/) },
      { where: 'sealpost.decoy.long', name: 'decoy', form: 'raw' },
      { where: 'sealpost.decoy.raw', name: 'decoy', form: 'URL' },
    ]),
  )
}

/** A code is too short to be searched for everywhere. */
export function expectCodeNotLogged(world: CanaryWorld, code: string): void {
  expect(
    world.server
      .output()
      .split('\n')
      .filter((line) => new RegExp(`(?<![0-9])${code}(?![0-9])`).test(line)),
  ).toEqual([])
}
