import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createTransitKey } from '../transit/transit-key.ts'
import { startEmbeddedPostgres, type EmbeddedPostgres } from './embedded-postgres.ts'
import { readPidFile } from './pid-file.ts'
import { useEmbeddedServer } from './server-use.ts'

const transit = createTransitKey(Buffer.alloc(32, 7))
let dataDir = ''
let last: EmbeddedPostgres | undefined

async function start(): Promise<EmbeddedPostgres> {
  last = await startEmbeddedPostgres(dataDir, transit)
  return last
}
const isRunning = async () => (await readPidFile(join(dataDir, 'postgres'))) !== undefined
const answers = async (url: string) => {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query('select 1')
  await client.end()
}

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'sealpost-use-'))
})
afterEach(async () => {
  if (await isRunning()) await last?.stop()
  await rm(dataDir, { recursive: true, force: true })
})

describe('the use of the embedded server', () => {
  test('ends the server when the last user lets go of it, whoever started it', async () => {
    const first = await useEmbeddedServer(start)
    const second = await useEmbeddedServer(start)
    await first.release()
    expect(await isRunning()).toBe(true)
    await answers(second.url)
    await second.release()
    expect(await isRunning()).toBe(false)
  })

  test('ends the server when several users let go of it at the same moment', async () => {
    const first = await useEmbeddedServer(start)
    const others = await Promise.all([2, 3].map(() => useEmbeddedServer(start)))
    await Promise.all([first, ...others].map((user) => user.release()))
    expect(await isRunning()).toBe(false)
  })

  test('that begins while another one ends finds a server that stays', async () => {
    const first = await useEmbeddedServer(start)
    const [second] = await Promise.all([useEmbeddedServer(start), first.release()])
    await answers(second.url)
    await second.release()
    expect(await isRunning()).toBe(false)
  })

  test('gives up after some tries on a server that refuses everybody', async () => {
    const url = (await start()).url.replace(/:[0-9a-f]+@/, ':wrong@')
    let tries = 0
    const refusing = async () => {
      tries++
      if (last === undefined) throw new Error('not started')
      return { ...last, url: `${url}?options=-c%20nonsense` }
    }
    await expect(useEmbeddedServer(refusing)).rejects.toThrow(/does not accept the connection/)
    expect(tries).toBeGreaterThan(1)
  })
})
