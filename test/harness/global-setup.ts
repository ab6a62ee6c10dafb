import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { allMigrations } from '../../src/migrations.ts'
import { ensureDatabase } from '../../src/platform/database/create-database.ts'
import { openDatabase } from '../../src/platform/database/database.ts'
import { startEmbeddedPostgres } from '../../src/platform/database/embedded-postgres.ts'
import { migrate } from '../../src/platform/database/migrate.ts'
import { prepareJobs } from '../../src/platform/jobs/jobs.ts'
import { createLog } from '../../src/platform/log/log.ts'
import { loadTransitKey } from '../../src/platform/transit/transit-key.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** A migrated database that tests clone; nobody connects to it. */
    readonly templateDatabaseUrl: string
  }
}

/** One real PostgreSQL server for the whole run, with one migrated template database. */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'sealpost-test-'))
  const transit = await loadTransitKey(join(folder, 'secret'))
  const server = await startEmbeddedPostgres(folder, transit)
  await ensureDatabase(server.url)
  const database = openDatabase(server.url, createLog('error'))
  await migrate(database, [])
  await prepareJobs(database)
  await migrate(database, allMigrations)
  await database.close()
  project.provide('templateDatabaseUrl', server.url)
  return async () => {
    await server.stop()
    await rm(folder, { recursive: true, force: true })
  }
}
