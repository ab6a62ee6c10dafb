import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openSealpost, type Parts } from '../../src/main.ts'
import { loadConfig } from '../../src/platform/config/load-config.ts'
import { createLog } from '../../src/platform/log/log.ts'
import { startHttpProvider } from '../conformance/sms-http-provider.ts'
import { createSearch, needlesOf, searchFolder, searchTables, type Finding, type Search } from '../harness/canary.ts'
import { freshSettings } from '../harness/fresh-settings.ts'
import { codeIn, GuestClient, linkInMail } from '../harness/guest-client.ts'
import { SecretWords } from '../harness/secret-words.ts'
import { startServerProcess, type ServerProcess } from '../harness/server-process.ts'
import { startSmtpSink } from '../harness/smtp-sink.ts'
import { until } from '../harness/until.ts'
import {
  handleAndRevoke,
  mailTo,
  openWithAccessCode,
  people,
  prepareRecipients,
  readAndAnswer,
  seedDoctor,
  submitMail,
  type JourneyWorld,
} from '../harness/whole-journey.ts'

const fewestFiles = 500
const fewestColumns = 100

interface CanaryWorld extends JourneyWorld {
  readonly dataDir: string
  readonly seedLog: readonly string[]
  readonly server: ServerProcess
}

let world: CanaryWorld

beforeEach(async () => {
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
  world = { settings, sink, sms, words, doctor, dataDir, seedLog, server }
})

afterEach(async () => {
  await world.server.stop()
  await Promise.all([world.sink.close(), world.sms.close()])
  await rm(world.dataDir, { recursive: true, force: true })
})

/** Opens the database of the running server; nothing of it is started. */
async function withDatabase<Result>(work: (parts: Parts) => Promise<Result>): Promise<Result> {
  const parts = await openSealpost(loadConfig(world.settings), { log: createLog('silent') })
  try {
    return await work(parts)
  } finally {
    await parts.close()
  }
}

const metricsText = async () =>
  (await fetch(`http://127.0.0.1:${world.settings['SEALPOST_METRICS_PORT']}/metrics`)).text()

/** Everywhere that this server writes: its data folder, its tables, its log, its metrics. */
async function searchEverything(search: Search): Promise<Finding[]> {
  return withDatabase(async ({ database }) => {
    await database.ownerPool.query('checkpoint')
    const tables = await searchTables(database.ownerPool, search)
    const folder = await searchFolder(world.dataDir, search, ['secret'])
    expect(folder.files).toBeGreaterThan(fewestFiles)
    expect(tables.columns).toBeGreaterThan(fewestColumns)
    expect(tables.values).toBeGreaterThan(tables.columns)
    const log = world.server.output() + world.seedLog.join('')
    expect(log).toContain('http.answered')
    const metrics = await metricsText()
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
async function expectDecoysFound(): Promise<void> {
  const needles = needlesOf('decoy', 'Köder-0815-decoy')
  const text = 'behind: Köder-0815-decoy.'
  await writeFile(join(world.dataDir, 'blobs', 'decoy'), `AAAA${Buffer.from(text).toString('base64')}`)
  await withDatabase(async ({ database }) => {
    await database.ownerPool.query(`
      create table sealpost.decoy (long text, raw bytea);
      insert into sealpost.decoy values (repeat('hidden by compression ', 5000) || 'Köder-0815-decoy', convert_to('xK%C3%B6der-0815-decoy', 'UTF8'))`)
  })
  const found = await searchEverything(createSearch(needles))
  expect(found).toEqual(
    expect.arrayContaining([
      { where: 'blobs/decoy', name: 'decoy', form: expect.stringMatching(/^base64 at/) },
      { where: 'sealpost.decoy.long', name: 'decoy', form: 'raw' },
      { where: 'sealpost.decoy.raw', name: 'decoy', form: 'URL' },
    ]),
  )
}

function expectCodeNotLogged(code: string): void {
  expect(
    world.server
      .output()
      .split('\n')
      .filter((line) => new RegExp(`(?<![0-9])${code}(?![0-9])`).test(line)),
  ).toEqual([])
}

describe('at rest there is only ciphertext', () => {
  test(
    'no secret word of a whole journey can be found in files, tables, log or metrics',
    { timeout: 180_000 },
    async () => {
      const { member, accessCode } = await prepareRecipients(world)
      await submitMail(world)
      await readAndAnswer(world)
      await openWithAccessCode(world, accessCode)
      await handleAndRevoke(world, member)
      expect(world.words.names.length).toBeGreaterThan(35)
      expect(await searchEverything(createSearch(world.words.needles()))).toEqual([])
      expectCodeNotLogged(codeIn(world.sms.requests[0]?.body.text ?? ''))
      await expectDecoysFound()
    },
  )

  test(
    'nor can it be found while mails and text messages wait for hosts that do not answer',
    { timeout: 180_000 },
    async () => {
      const { words, sink, sms, settings } = world
      await prepareRecipients(world)
      await submitMail(world, [people.sms])
      const link = linkInMail((await mailTo(sink, people.sms)).raw)
      sink.always('mail', '451 4.3.2 not now')
      sms.answer = (response) => void response.writeHead(503).end()
      await submitMail(world)
      const guest = new GuestClient(settings['SEALPOST_PUBLIC_URL'] ?? '', link)
      await guest.prove()
      await guest.requestCode()
      const { text } = await until('a text that was refused', () => sms.requests[0]?.body)
      words.add('waiting text message', text)
      await until('a mail that was refused', () =>
        world.server.output().includes('"result":"deferred"') ? true : undefined,
      )
      const waiting = await withDatabase(async ({ database }) =>
        database.ownerPool
          .query(`select (select count(*) from sealpost.outgoing_mails where state = 'queued')::int as mails,
        (select count(*) from sealpost.sms_messages where state = 'queued')::int as texts`),
      )
      expect(waiting.rows).toEqual([{ mails: 3, texts: 1 }])
      expect(await searchEverything(createSearch(words.needles()))).toEqual([])
      expectCodeNotLogged(codeIn(text))
      await expectDecoysFound()
    },
  )
})
