import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { BlobStore } from '../../src/platform/blobs/blob-store.ts'
import { createFolderBlobStore } from '../../src/platform/blobs/folder-blob-store.ts'
import { createManualClock } from '../../src/platform/clock/clock.ts'
import { loadConfig, type Config } from '../../src/platform/config/load-config.ts'
import type { Database } from '../../src/platform/database/database.ts'
import { createLog, type Log } from '../../src/platform/log/log.ts'
import { createMetrics, type Metrics } from '../../src/platform/metrics/metrics.ts'
import { openFolderShredStore } from '../../src/platform/shred/folder/folder-shred-store.ts'
import { createShred, type Shred } from '../../src/platform/shred/shred.ts'
import type { ShredStore } from '../../src/platform/shred/shred-store.ts'
import { createTransitKey, type TransitKey } from '../../src/platform/transit/transit-key.ts'
import { requireDeclared } from './declared-refusals.ts'
import { createTestDatabase } from './test-database.ts'

export interface TestDeps {
  readonly database: Database
  readonly databaseUrl: string
  readonly transit: TransitKey
  readonly shred: Shred
  readonly shredStore: ShredStore
  readonly blobs: BlobStore
  readonly blobsFolder: string
  readonly log: Log
  /** Everything that was logged, one JSON line each. */
  readonly logLines: string[]
  readonly metrics: Metrics
  readonly clock: ReturnType<typeof createManualClock>
  readonly config: Config
  close(): Promise<void>
}

/** The real platform on a database and a folder of its own, with a clock that the test moves. */
export async function createTestDeps(settings: Readonly<Record<string, string>> = {}): Promise<TestDeps> {
  const folder = await mkdtemp(join(tmpdir(), 'sealpost-deps-'))
  const { database, url, close } = await createTestDatabase()
  const logLines: string[] = []
  const blobsFolder = join(folder, 'blobs')
  const transit = createTransitKey(randomBytes(32))
  const log = createLog('debug', { write: (line: string) => void logLines.push(line) })
  const clock = createManualClock(new Date('2026-11-21T09:00:00.000Z'))
  const metrics = createMetrics()
  const shredStore = await openFolderShredStore(join(folder, 'shred'))
  return {
    database,
    databaseUrl: url,
    transit,
    shredStore,
    shred: createShred({ store: shredStore, transit, clock, log, metrics }),
    blobs: await createFolderBlobStore(blobsFolder),
    blobsFolder,
    log,
    logLines,
    metrics,
    clock,
    config: loadConfig({ SEALPOST_DATA_DIR: folder, ...settings }),
    async close() {
      await shredStore.close()
      await close()
      await rm(folder, { recursive: true, force: true })
      requireDeclared(logLines)
    },
  }
}
