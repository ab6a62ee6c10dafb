import { createFolderBlobStore } from '../platform/blobs/folder-blob-store.ts'
import { systemClock, type Clock } from '../platform/clock/clock.ts'
import type { Config } from '../platform/config/load-config.ts'
import { ensureDatabase } from '../platform/database/create-database.ts'
import { openDatabase, type Database } from '../platform/database/database.ts'
import { startEmbeddedPostgres } from '../platform/database/embedded-postgres.ts'
import { migrate } from '../platform/database/migrate.ts'
import { useEmbeddedServer } from '../platform/database/server-use.ts'
import { createDnsResolver, type DnsResolver } from '../platform/dns/resolver.ts'
import { prepareJobs } from '../platform/jobs/jobs.ts'
import { createLog, type Log } from '../platform/log/log.ts'
import { createMetrics } from '../platform/metrics/metrics.ts'
import type { Module } from '../platform/module/module.ts'
import { requireOwners } from '../platform/module/require-owners.ts'
import { openShredStore } from '../platform/shred/open-shred-store.ts'
import { acceptOtherKeys, requireSameKeys } from '../platform/shred/require-same-keys.ts'
import { createShred } from '../platform/shred/shred.ts'
import { shredJobs } from '../platform/shred/shred-jobs.ts'
import type { ShredStore } from '../platform/shred/shred-store.ts'
import { bindTargetsOnce } from '../platform/targets/bind-targets-once.ts'
import { requireSameSecret } from '../platform/transit/require-same-secret.ts'
import { loadTransitKey, type TransitKey } from '../platform/transit/transit-key.ts'
import { buildModules, listModules, migrationsOf } from './modules.ts'
import type { Parts } from './parts.ts'
import type { Platform } from './platform.ts'

export interface OpenOptions {
  readonly log?: Log
  readonly clock?: Clock
  readonly dns?: DnsResolver
  /** After the keys of short-lived secrets were lost: takes those that are there for the database's own. */
  readonly acceptOtherKeys?: boolean
}

interface Storage {
  readonly database: Database
  readonly close: () => Promise<void>
}

interface Secrets {
  readonly transit: TransitKey
  readonly log: Log
}

/** What the program itself keeps in the database; the modules' tables come when they are built. */
async function prepareFoundation(database: Database, transit: TransitKey): Promise<void> {
  await migrate(database, [])
  await requireSameSecret(database, transit)
  await prepareJobs(database)
}

/** Brings the modules' tables up to date and has their public keys bound. */
async function prepareTables({ config, database, transit, log }: Platform, modules: readonly Module[]): Promise<void> {
  const applied = await migrate(database, migrationsOf(modules))
  const targets = modules.flatMap((module) => module.targets ?? [])
  await bindTargetsOnce({ database, transit, dataDir: config.dataDir, log }, targets)
  for (const module of modules) await module.migrated?.(applied)
}

/** Opens the database and knows how to let go of it again. */
async function openStorage(config: Config, { transit, log }: Secrets): Promise<Storage> {
  const use =
    config.SEALPOST_DATABASE_URL === ''
      ? await useEmbeddedServer(() => startEmbeddedPostgres(config.dataDir, transit))
      : null
  try {
    const url = use?.url ?? config.SEALPOST_DATABASE_URL
    if (use === null) await ensureDatabase(url)
    const database = openDatabase(url, log, { runtimeUrl: config.SEALPOST_DATABASE_RUNTIME_URL })
    await prepareFoundation(database, transit).catch(async (error: unknown) => {
      // Open connections would keep a process alive that has already said why it cannot start.
      await database.close().catch(() => undefined)
      throw error
    })
    const close = async () => {
      await database.close()
      await use?.release()
    }
    return { database, close }
  } catch (error) {
    await use?.release()
    throw error
  }
}

type Opened = Storage & Secrets & { readonly store: ShredStore }

async function buildParts(config: Config, options: OpenOptions, opened: Opened): Promise<Parts> {
  const { database, transit, log, store } = opened
  if (options.acceptOtherKeys === true) await acceptOtherKeys(database, store)
  await requireSameKeys(database, store)
  const clock = options.clock ?? systemClock
  const metrics = createMetrics()
  const platform: Platform = {
    config,
    clock,
    log,
    metrics,
    shred: createShred({ store, transit, clock, log, metrics }),
    dns: options.dns ?? createDnsResolver(config.SEALPOST_DNS_SERVERS),
    transit,
    database,
    blobs: await createFolderBlobStore(config.blobsDir),
  }
  const built = buildModules(platform)
  const modules = listModules(built)
  requireOwners(modules)
  await prepareTables(platform, modules)
  const owners = modules.flatMap(({ knownKeys }) => knownKeys ?? [])
  const keys = { name: 'shred', jobs: shredJobs({ store, database, clock, log, metrics, owners }) }
  return {
    ...platform,
    ...built,
    modules: [...modules, keys],
    async close() {
      await store.close()
      await opened.close()
    },
  }
}

/**
 * Opens or starts the database, brings its tables up to date and builds the modules. The caller closes; when something
 * cannot be opened, what was open is closed again.
 */
export async function openSealpost(config: Config, options: OpenOptions = {}): Promise<Parts> {
  const log = options.log ?? createLog(config.SEALPOST_LOG_LEVEL)
  const transit = await loadTransitKey(config.secretFile)
  const storage = await openStorage(config, { transit, log })
  try {
    const store = await openShredStore(config, log)
    return await buildParts(config, options, { ...storage, transit, log, store }).catch(async (error: unknown) => {
      await store.close().catch(() => undefined)
      throw error
    })
  } catch (error) {
    await storage.close()
    throw error
  }
}
