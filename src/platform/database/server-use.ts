import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { isAppError } from '../../lib/errors/app-error.ts'
import type { EmbeddedPostgres } from './embedded-postgres.ts'
import { ensureDatabase } from './create-database.ts'

/** A place among those who use the embedded server. */
export interface ServerUse {
  readonly url: string
  /** Ends the use, and the server when nobody else uses it. */
  release(): Promise<void>
}

const lockKey = 7_305_325_003
const attempts = 8

/**
 * Starts or joins the embedded server and stays counted as its user until released. Whoever uses it holds a shared lock
 * in it, and only who holds the exclusive one stops it; so a process that joins in the moment of the stop has not begun
 * yet, and tries again. A killed process is no user any more.
 */
export async function useEmbeddedServer(start: () => Promise<EmbeddedPostgres>): Promise<ServerUse> {
  for (let attempt = 1; ; attempt++) {
    const server = await start()
    try {
      await ensureDatabase(server.url)
      return hold(server, await takeLock(server.url))
    } catch (error) {
      if (attempt === attempts || !mayBeStopping(error)) throw error
      await sleep(attempt * 100)
    }
  }
}

async function takeLock(url: string): Promise<pg.Client> {
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: 10_000,
    application_name: 'sealpost-use',
  })
  // The lock is lost with the connection; those who open connections of their own notice it themselves.
  client.on('error', () => undefined)
  await client.connect()
  await client.query('select pg_advisory_lock_shared($1)', [lockKey])
  return client
}

function hold(server: EmbeddedPostgres, client: pg.Client): ServerUse {
  const isAlone = async () => {
    await client.query('select pg_advisory_unlock_shared($1)', [lockKey])
    const { rows } = await client.query<{ alone: boolean }>('select pg_try_advisory_lock($1) as alone', [lockKey])
    return rows[0]?.alone === true
  }
  return {
    url: server.url,
    async release() {
      // Connections prove nothing: two that end at the same moment would each see those of the other, and both leave it.
      if (await isAlone().catch(() => false)) await server.stop()
      await client.end().catch(() => undefined)
    },
  }
}

/** A refusal that says what is wrong with the settings is final; a connection that broke is not. */
const mayBeStopping = (error: unknown) => !isAppError(error) || isAppError(error, 'database.unreachable')
