import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { ensureDatabase } from '../../src/platform/database/create-database.ts'
import { startEmbeddedPostgres } from '../../src/platform/database/embedded-postgres.ts'
import { createTransitKey } from '../../src/platform/transit/transit-key.ts'

export interface SecondPostgres {
  readonly url: string
  /** All its files. */
  readonly folder: string
  set(setting: string, value: string): Promise<void>
  close(): Promise<void>
}

/** A PostgreSQL server of its own that recycles no log. */
export async function startForgetfulPostgres(): Promise<SecondPostgres> {
  const folder = await mkdtemp(join(tmpdir(), 'sealpost-second-'))
  const server = await startEmbeddedPostgres(folder, createTransitKey(randomBytes(32)))
  await ensureDatabase(server.url)
  const client = new pg.Client({ connectionString: server.url })
  await client.connect()
  const set = async (setting: string, value: string) => {
    await client.query(`alter system set ${setting} = ${client.escapeLiteral(value)}`)
    await client.query('select pg_reload_conf()')
  }
  await set('wal_recycle', 'off')
  return {
    url: server.url,
    folder,
    set,
    async close() {
      await client.end()
      await server.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
