import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { createTransitKey } from '../transit/transit-key.ts'
import { ensureDatabase } from './create-database.ts'
import { startEmbeddedPostgres, type EmbeddedPostgres } from './embedded-postgres.ts'
import { readPidFile } from './pid-file.ts'

const transit = createTransitKey(Buffer.alloc(32, 7))
let parent = ''
let dataDir = ''
const servers: EmbeddedPostgres[] = []
beforeAll(async () => {
  parent = await mkdtemp(join(tmpdir(), 'sealpost-embedded-'))
})
afterAll(async () => {
  for (const server of servers) await server.stop().catch(() => undefined)
  await rm(parent, { recursive: true, force: true })
})
const freshFolder = async () => {
  // Closed to other accounts, as a checkout below /root is.
  dataDir = await mkdtemp(join(parent, 'data-'))
}

async function start(): Promise<EmbeddedPostgres> {
  const server = await startEmbeddedPostgres(dataDir, transit)
  servers.push(server)
  return server
}

async function ask(server: EmbeddedPostgres, text: string): Promise<unknown> {
  const client = new pg.Client({ connectionString: server.url })
  await client.connect()
  try {
    const { rows } = await client.query<{ answer: unknown }>(text)
    return rows[0]?.answer
  } finally {
    await client.end()
  }
}

describe('the embedded server', () => {
  beforeAll(freshFolder)

  test('starts in an empty folder, durable, on the loopback, and keeps what is written over a stop', async () => {
    const first = await start()
    expect(first.started).toBe(true)
    await ensureDatabase(first.url)
    const setting = (name: string) => ask(first, `select current_setting('${name}') as answer`)
    expect(await setting('fsync')).toBe('on')
    expect(await setting('synchronous_commit')).toBe('on')
    expect(await setting('full_page_writes')).toBe('on')
    expect(await setting('listen_addresses')).toBe('127.0.0.1')
    expect(await setting('unix_socket_directories')).toBe('')
    expect(await setting('log_statement')).toBe('none')
    await ask(first, 'create table kept as select 1 as n')
    await first.stop()
    expect(await readPidFile(join(dataDir, 'postgres'))).toBeUndefined()
    expect(await ask(await start(), 'select n as answer from kept')).toBe(1)
  })

  test('is joined by a second start', async () => {
    const first = await start()
    const second = await start()
    expect(second.started).toBe(false)
    expect(second.url).toBe(first.url)
  })

  test('outlives a starter that was killed, and is joined by the next one', async () => {
    await (await start()).stop()
    const script = `
      const { startEmbeddedPostgres } = await import(${JSON.stringify(new URL('embedded-postgres.ts', import.meta.url).href)})
      const { createTransitKey } = await import(${JSON.stringify(new URL('../transit/transit-key.ts', import.meta.url).href)})
      const { url } = await startEmbeddedPostgres(${JSON.stringify(dataDir)}, createTransitKey(Buffer.alloc(32, 7)))
      console.log(url)
      setInterval(() => undefined, 1000)`
    const starter = spawn(process.execPath, ['--input-type=module', '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const [printed] = (await once(starter.stdout, 'data')) as [Buffer]
    starter.kill('SIGKILL')
    await once(starter, 'exit')
    const joined = await start()
    expect(joined.started).toBe(false)
    expect(joined.url).toBe(printed.toString().trim())
    expect(await ask(joined, 'select n as answer from kept')).toBe(1)
  })

  test('that was killed with all its memory starts again with what was committed', async () => {
    const first = await start()
    await ask(first, 'update kept set n = 2')
    const { pid = 0 } = (await readPidFile(join(dataDir, 'postgres'))) ?? {}
    process.kill(pid, 'SIGKILL')
    await vi.waitUntil(
      () =>
        ask(first, 'select 1 as answer').then(
          () => false,
          () => true,
        ),
      { timeout: 10_000 },
    )
    const again = await start()
    expect(again.started).toBe(true)
    expect(await ask(again, 'select n as answer from kept')).toBe(2)
  })

  test('lets nobody in without the password that belongs to the secret file', async () => {
    const server = await start()
    await ensureDatabase(server.url)
    for (const password of ['', 'postgres', 'sealpost']) {
      const url = new URL(server.url)
      url.password = password
      const client = new pg.Client({ connectionString: url.href, password: password || undefined })
      await expect(client.connect()).rejects.toThrow()
    }
  })

  test('is told nothing of this process’s environment', async () => {
    if (process.platform !== 'linux') return
    await (await start()).stop()
    process.env['SEALPOST_TEST_CANARY'] = 'canary-in-the-environment'
    await start()
    const { pid = 0 } = (await readPidFile(join(dataDir, 'postgres'))) ?? {}
    expect(await readFile(`/proc/${pid}/environ`, 'utf8')).not.toContain('canary')
    delete process.env['SEALPOST_TEST_CANARY']
  })
})

describe('the first start', () => {
  beforeEach(freshFolder)

  test('makes one server when two processes start in an empty folder at once', async () => {
    const both = await Promise.all([start(), start()])
    expect(both.filter(({ started }) => started)).toHaveLength(1)
    expect(new Set(both.map(({ url }) => url)).size).toBe(1)
    expect((await readdir(dataDir)).toSorted((a, b) => (a < b ? -1 : 1))).toEqual(['postgres', 'postgres.log'])
  })

  test('after an interrupted one is done again; what it left is removed once it is old, and not while somebody may be at it', async () => {
    const [old, oldPassword, young] = ['postgres.0a1b2c3d', 'postgres.0a1b2c3d.password', 'postgres.deadbeef'].map(
      (name) => join(dataDir, name),
    ) as [string, string, string]
    await mkdir(join(old, 'base'), { recursive: true })
    await writeFile(oldPassword, 'secret')
    await mkdir(young)
    const yesterday = new Date(Date.now() - 86_400_000)
    for (const path of [old, oldPassword]) await utimes(path, yesterday, yesterday)
    expect((await start()).started).toBe(true)
    expect(await readdir(dataDir)).toEqual(expect.arrayContaining(['postgres', 'postgres.deadbeef']))
    expect((await readdir(dataDir)).filter((name) => name.includes('0a1b2c3d'))).toEqual([])
  })
})
