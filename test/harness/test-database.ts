import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { inject } from 'vitest'
import { openDatabase, type Database } from '../../src/platform/database/database.ts'
import { createLog } from '../../src/platform/log/log.ts'

/** Not on a server that was named for the tests: there they are no superuser, and what needs one is left to the embedded server. */
export const isSuperuser = (process.env['SEALPOST_TEST_DATABASE_URL'] ?? '') === ''

export interface TestDatabase {
  readonly database: Database
  readonly url: string
  close(): Promise<void>
}

async function onServer(url: string, statement: string): Promise<void> {
  const maintenance = new URL(url)
  maintenance.pathname = '/postgres'
  const client = new pg.Client({ connectionString: maintenance.href })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}

/** A database of its own, cloned from the migrated template; `close` drops it. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const template = new URL(inject('templateDatabaseUrl'))
  const name = `t_${randomBytes(6).toString('hex')}`
  await onServer(template.href, `create database ${name} template ${template.pathname.slice(1)}`)
  const url = new URL(template.href)
  url.pathname = `/${name}`
  const database = openDatabase(url.href, createLog('error'), { maxConnections: 8 })
  return {
    database,
    url: url.href,
    async close() {
      await database.close()
      await onServer(template.href, `drop database ${name} with (force)`)
    },
  }
}
