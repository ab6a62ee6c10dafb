import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createTestDatabase, type TestDatabase } from './test-database.ts'

/** A data folder with nothing in it, and a database with nothing in its tables. */
export interface Installation {
  readonly dataDir: string
  readonly environment: Readonly<Record<string, string>>
  readonly database: TestDatabase['database']
}

/** Installations of one file of tests, below one folder; `close` removes them all. */
export class Installations {
  readonly #databases: TestDatabase[] = []
  readonly folder: string

  private constructor(folder: string) {
    this.folder = folder
  }

  static async open(): Promise<Installations> {
    return new Installations(await mkdtemp(join(tmpdir(), 'sealpost-installations-')))
  }

  async add(): Promise<Installation> {
    const dataDir = await mkdtemp(join(this.folder, 'data-'))
    const created = await createTestDatabase()
    this.#databases.push(created)
    const environment = { SEALPOST_DATA_DIR: dataDir, SEALPOST_DATABASE_URL: created.url }
    return { dataDir, environment, database: created.database }
  }

  async close(): Promise<void> {
    for (const database of this.#databases) await database.close()
    await rm(this.folder, { recursive: true, force: true })
  }
}
