import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openSealpost } from '../../src/main.ts'
import { loadConfig } from '../../src/platform/config/load-config.ts'
import { startEmbeddedPostgres, type EmbeddedPostgres } from '../../src/platform/database/embedded-postgres.ts'
import { createLog } from '../../src/platform/log/log.ts'
import { loadTransitKey } from '../../src/platform/transit/transit-key.ts'
import { startHttpProvider, type HttpProvider } from '../conformance/sms-http-provider.ts'
import { freshSettings } from '../harness/fresh-settings.ts'
import { SecretWords } from '../harness/secret-words.ts'
import { startServerProcess } from '../harness/server-process.ts'
import { startSmtpSink, type SmtpSink } from '../harness/smtp-sink.ts'
import {
  handleAndRevoke,
  openWithAccessCode,
  prepareRecipients,
  readAndAnswer,
  seedDoctor,
  submitMail,
} from '../harness/whole-journey.ts'

let folder = ''
/** A PostgreSQL server that knows nothing of Sealpost, on a port of its own. */
let other: EmbeddedPostgres

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sealpost-two-'))
  const secret = join(folder, 'other-secret')
  other = await startEmbeddedPostgres(join(folder, 'other'), await loadTransitKey(secret))
})
afterAll(async () => {
  await other.stop()
  await rm(folder, { recursive: true, force: true })
})

/** A database with an owner that has no more than the given rights; its address. */
async function makeDatabase(name: string, rights: 'createrole' | 'nocreaterole'): Promise<string> {
  const password = randomBytes(12).toString('hex')
  const maintenance = new URL(other.url)
  maintenance.pathname = '/postgres'
  const client = new pg.Client({ connectionString: maintenance.href })
  await client.connect()
  await client.query(`create role ${name} login nosuperuser nocreatedb ${rights} password '${password}'`)
  await client.query(`create database ${name} owner ${name}`)
  await client.end()
  const url = new URL(other.url)
  Object.assign(url, { username: name, password, pathname: `/${name}` })
  return url.href
}

async function withOutside<Result>(work: (sink: SmtpSink, sms: HttpProvider) => Promise<Result>): Promise<Result> {
  const [sink, sms] = await Promise.all([startSmtpSink(), startHttpProvider()])
  try {
    return await work(sink, sms)
  } finally {
    await Promise.all([sink.close(), sms.close()])
  }
}

/** The whole journey through the real command, and a restart in the middle of it. */
function journey(dataDir: string, databaseSettings: Readonly<Record<string, string>>): Promise<void> {
  return withOutside(async (sink, sms) => {
    const settings = {
      ...(await freshSettings(dataDir, `smtp://127.0.0.1:${sink.port}`)),
      ...databaseSettings,
      SEALPOST_SMS_URL: `http://127.0.0.1:${sms.port}/`,
      SEALPOST_LOG_LEVEL: 'warn',
    }
    const words = new SecretWords()
    const parts = await openSealpost(loadConfig(settings), { log: createLog('silent') })
    const doctor = await seedDoctor(parts, words)
    await parts.close()
    const world = { settings, sink, sms, words, doctor }
    const first = await startServerProcess(settings)
    const { accessCode } = await prepareRecipients(world)
    await submitMail(world)
    await first.stop()
    const second = await startServerProcess(settings)
    await readAndAnswer(world)
    await openWithAccessCode(world, accessCode)
    const again = await prepareRecipients(world)
    await handleAndRevoke(world, again.member)
    await second.stop()
  })
}

describe('the same journey', () => {
  test('on the embedded database', { timeout: 180_000 }, async () => {
    await journey(join(folder, 'embedded'), {})
  })

  test(
    'on a PostgreSQL server of its own, whose user is no superuser but may make roles',
    { timeout: 180_000 },
    async () => {
      const url = await makeDatabase('may_make_roles', 'createrole')
      await journey(join(folder, 'external'), { SEALPOST_DATABASE_URL: url })
      expect(existsSync(join(folder, 'external', 'postgres')), 'no embedded database was made beside it').toBe(false)
    },
  )
})

describe('a database user without the rights that are needed', () => {
  test(
    'is told in one clear line what an administrator has to do, and no password is in it',
    { timeout: 60_000 },
    async () => {
      const url = await makeDatabase('may_not', 'nocreaterole')
      const settings = {
        ...(await freshSettings(join(folder, 'may-not'), 'smtp://127.0.0.1:9')),
        SEALPOST_DATABASE_URL: url,
      }
      const failure = await startServerProcess(settings).then(() => '', String)
      expect(failure).toMatch(/sealpost: .*CREATE ROLE sealpost_runtime NOLOGIN; GRANT sealpost_runtime TO/)
      expect(failure).not.toContain(new URL(url).password)
      expect(failure.split('\n').filter((line) => line.startsWith('sealpost: '))).toHaveLength(1)
    },
  )

  test('is let in once that was done', { timeout: 60_000 }, async () => {
    const url = await makeDatabase('was_granted', 'nocreaterole')
    const client = new pg.Client({ connectionString: other.url.replace(/\/[^/]*$/, '/postgres') })
    await client.connect()
    await client.query(
      `do $$ begin create role sealpost_runtime nologin; exception when duplicate_object then null; end $$`,
    )
    await client.query(`create role was_granted_login login password 'login'`)
    await client.query('grant sealpost_runtime to was_granted_login')
    await client.end()
    const login = new URL(url)
    login.username = 'was_granted_login'
    login.password = 'login'
    const settings: Record<string, string> = {
      ...(await freshSettings(join(folder, 'granted'), 'smtp://127.0.0.1:9')),
      SEALPOST_DATABASE_URL: url,
      SEALPOST_DATABASE_RUNTIME_URL: login.href,
    }
    const server = await startServerProcess(settings)
    const health = await fetch(`${settings['SEALPOST_PUBLIC_URL']}/healthz`)
    expect(health.status).toBe(200)
    await server.stop()
  })
})
