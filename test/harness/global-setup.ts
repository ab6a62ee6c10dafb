import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import type { TestProject } from 'vitest/node'
import { buildModules, listModules, migrationsOf } from '../../src/main/modules.ts'
import { createFolderBlobStore } from '../../src/platform/blobs/folder-blob-store.ts'
import { systemClock } from '../../src/platform/clock/clock.ts'
import { loadConfig } from '../../src/platform/config/load-config.ts'
import { ensureDatabase } from '../../src/platform/database/create-database.ts'
import { openDatabase, type Database } from '../../src/platform/database/database.ts'
import { durableSettings, startEmbeddedPostgres } from '../../src/platform/database/embedded-postgres.ts'
import { migrate } from '../../src/platform/database/migrate.ts'
import { createDnsResolver } from '../../src/platform/dns/resolver.ts'
import { prepareJobs } from '../../src/platform/jobs/jobs.ts'
import { createLog } from '../../src/platform/log/log.ts'
import { createMetrics } from '../../src/platform/metrics/metrics.ts'
import { openFolderShredStore } from '../../src/platform/shred/folder/folder-shred-store.ts'
import { createShred } from '../../src/platform/shred/shred.ts'
import { loadTransitKey } from '../../src/platform/transit/transit-key.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** A migrated database that tests clone; nobody connects to it. */
    readonly templateDatabaseUrl: string
  }
}

interface TestServer {
  /** Of the template database, as the owner of all test databases. */
  readonly url: string
  prepare?(database: Database): Promise<void>
  stop(): Promise<void>
}

/** Nothing here has to outlive a crash of the machine; what has to is shown on servers with the product's settings. */
const forgetful = { fsync: 'off', full_page_writes: 'off' }

/**
 * SEALPOST_TEST_DATABASE_URL names a server that runs already and a user on it who may create databases and roles: the
 * tests then show that an ordinary owner is enough. The embedded server's owner is a superuser.
 */
async function startServer(folder: string): Promise<TestServer> {
  const given = process.env['SEALPOST_TEST_DATABASE_URL'] ?? ''
  if (given === '') {
    const transit = await loadTransitKey(join(folder, 'secret'))
    return startEmbeddedPostgres(folder, transit, { ...durableSettings, ...forgetful })
  }
  const url = new URL(given)
  url.pathname = `/template_${randomBytes(6).toString('hex')}`
  return {
    url: url.href,
    // To drop a database somebody is connected to, one must be able to end them.
    async prepare({ ownerPool, runtimeLogin }) {
      await ownerPool.query(`grant ${runtimeLogin.user} to current_user`)
    },
    async stop() {
      const client = new pg.Client({ connectionString: given })
      await client.connect()
      await client.query(`drop database ${url.pathname.slice(1)} with (force)`)
      await client.end()
    },
  }
}

/** The migrations of the program's own list of modules, which are built on a platform that is not used. */
async function moduleMigrations(folder: string, database: Database) {
  const [log, metrics, clock] = [createLog('silent'), createMetrics(), systemClock]
  const transit = await loadTransitKey(join(folder, 'secret'))
  const store = await openFolderShredStore(join(folder, 'shred'))
  const platform = {
    database,
    log,
    metrics,
    clock,
    transit,
    dns: createDnsResolver(''),
    config: loadConfig({ SEALPOST_DATA_DIR: folder }),
    shred: createShred({ store, transit, clock, log, metrics }),
    blobs: await createFolderBlobStore(join(folder, 'blobs')),
  }
  const migrations = migrationsOf(listModules(buildModules(platform)))
  await store.close()
  return migrations
}

/** One real PostgreSQL server for the whole run, with one migrated template database. */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'sealpost-test-'))
  const server = await startServer(folder)
  await ensureDatabase(server.url)
  const database = openDatabase(server.url, createLog('error'))
  await migrate(database, [])
  await prepareJobs(database)
  await migrate(database, await moduleMigrations(folder, database))
  await server.prepare?.(database)
  await database.close()
  project.provide('templateDatabaseUrl', server.url)
  return async () => {
    await server.stop()
    await rm(folder, { recursive: true, force: true })
  }
}
