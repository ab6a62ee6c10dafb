import { allMigrations } from '../migrations.ts'
import { createAudit, hasUnboundEntries } from '../modules/tenancy/audit/index.ts'
import { createDelivery } from '../modules/transport/delivery/index.ts'
import { createDirectory, mailboxTargets } from '../modules/tenancy/organisations/index.ts'
import { accountTargets, createIdentity } from '../modules/tenancy/identity/index.ts'
import { createNotifications } from '../modules/transport/notifications/index.ts'
import { createPackaging } from '../modules/secure/packaging/index.ts'
import { createRecipients } from '../modules/tenancy/recipients/index.ts'
import { createSealing, messageTargets, type Sealing } from '../modules/secure/sealing/index.ts'
import { createSetUp } from '../modules/transport/discovery/index.ts'
import { createSms } from '../modules/transport/sms/index.ts'
import { createFolderBlobStore } from '../platform/blobs/folder-blob-store.ts'
import { systemClock, type Clock } from '../platform/clock/clock.ts'
import type { Config } from '../platform/config/load-config.ts'
import { ensureDatabase } from '../platform/database/create-database.ts'
import { openDatabase, type Database } from '../platform/database/database.ts'
import { startEmbeddedPostgres } from '../platform/database/embedded-postgres.ts'
import { migrate } from '../platform/database/migrate.ts'
import { useEmbeddedServer } from '../platform/database/server-use.ts'
import { createRecordLookup } from '../platform/dns/record-lookup.ts'
import { createDnsResolver, type DnsResolver } from '../platform/dns/resolver.ts'
import { prepareJobs } from '../platform/jobs/jobs.ts'
import { createLog, type Log } from '../platform/log/log.ts'
import { createMetrics } from '../platform/metrics/metrics.ts'
import { openShredStore } from '../platform/shred/open-shred-store.ts'
import { acceptOtherKeys, requireSameKeys } from '../platform/shred/require-same-keys.ts'
import { createShred } from '../platform/shred/shred.ts'
import { shredJobs } from '../platform/shred/shred-jobs.ts'
import type { ShredStore } from '../platform/shred/shred-store.ts'
import { bindTargetsOnce } from '../platform/targets/bind-targets-once.ts'
import { createEncryptionTargets } from '../platform/targets/encryption-targets.ts'
import { requireSameSecret } from '../platform/transit/require-same-secret.ts'
import { loadTlsPair } from '../platform/tls/tls-pair.ts'
import { loadTransitKey, type TransitKey } from '../platform/transit/transit-key.ts'
import type { Parts, Platform } from './parts.ts'
import { deliveryHooks, faceOf, onTextFailure, readSmsPolicy, recordForgery, sealingPorts } from './wiring.ts'

export interface OpenOptions {
  readonly log?: Log
  readonly clock?: Clock
  readonly dns?: DnsResolver
  /** After the keys of short-lived secrets were lost: takes those that are there for the database's own. */
  readonly acceptOtherKeys?: boolean
}

interface Storage {
  readonly database: Database
  readonly hasUnboundEntries: boolean
  readonly close: () => Promise<void>
}

interface Secrets {
  readonly transit: TransitKey
  readonly log: Log
}

/** Every table that holds a public key to which something is sealed later. */
const storedTargets = [mailboxTargets, accountTargets, messageTargets]

/** Returns whether the audit log is that of a version that bound no entries. */
async function prepareTables(config: Config, database: Database, { transit, log }: Secrets): Promise<boolean> {
  await migrate(database, [])
  await requireSameSecret(database, transit)
  await prepareJobs(database)
  const unbound = await hasUnboundEntries(database.ownerPool)
  await migrate(database, allMigrations)
  await bindTargetsOnce({ database, transit, dataDir: config.dataDir, log }, storedTargets)
  return unbound
}

/** Opens the database, brings its tables up to date, and knows how to let go of it again. */
async function openStorage(config: Config, secrets: Secrets): Promise<Storage> {
  const { transit, log } = secrets
  const use =
    config.SEALPOST_DATABASE_URL === ''
      ? await useEmbeddedServer(() => startEmbeddedPostgres(config.dataDir, transit))
      : null
  try {
    const url = use?.url ?? config.SEALPOST_DATABASE_URL
    if (use === null) await ensureDatabase(url)
    const database = openDatabase(url, log, { runtimeUrl: config.SEALPOST_DATABASE_RUNTIME_URL })
    const unbound = await prepareTables(config, database, secrets).catch(async (error: unknown) => {
      // Open connections would keep a process alive that has already said why it cannot start.
      await database.close().catch(() => undefined)
      throw error
    })
    const close = async () => {
      await database.close()
      await use?.release()
    }
    return { database, hasUnboundEntries: unbound, close }
  } catch (error) {
    await use?.release()
    throw error
  }
}

function buildModules(platform: Platform): Omit<Parts, keyof Platform | 'keyJobs' | 'close'> {
  const { config, database, dns } = platform
  const audit = createAudit(platform)
  const targets = createEncryptionTargets({ ...platform, record: recordForgery(database, audit) })
  const directory = createDirectory({ ...platform, audit })
  const identity = createIdentity({ ...platform, audit, directory })
  const recipients = createRecipients({ ...platform, audit, directory })
  const notifications = createNotifications({ hostname: config.hostname, faceOf: faceOf(database, directory) })
  const sms = createSms({
    ...platform,
    smsUrl: config.SEALPOST_SMS_URL,
    readPolicy: readSmsPolicy(directory),
    onFinalFailure: onTextFailure(() => sealing, platform.clock),
  })
  const packaging = createPackaging(platform)
  const delivery = createDelivery({
    ...platform,
    resolver: dns,
    compose: notifications.compose,
    hooks: deliveryHooks(() => sealing),
    openStored: (organisationId, stored) => sealing.openStored(organisationId, stored),
  })
  const sealing: Sealing = createSealing({
    ...platform,
    ...sealingPorts({ directory, recipients, delivery, sms }),
    packaging,
    targets,
    publicUrl: config.publicUrl,
    audit,
    database,
  })
  const setUp = createSetUp({
    ...platform,
    directory,
    identity,
    lookup: createRecordLookup(config.SEALPOST_DNS_SERVERS),
    dkimRecords: delivery.dkimRecords,
    readCertificate: async () => (await loadTlsPair(config)).cert,
  })
  return { audit, targets, directory, identity, recipients, sealing, delivery, sms, packaging, setUp }
}

async function openKeys(
  config: Config,
  options: OpenOptions,
  { database, log }: Storage & Secrets,
): Promise<ShredStore> {
  const store = await openShredStore(config, log)
  if (options.acceptOtherKeys === true) await acceptOtherKeys(database, store)
  await requireSameKeys(database, store)
  return store
}

async function buildParts(config: Config, options: OpenOptions, storage: Storage & Secrets): Promise<Parts> {
  const { database, transit, log } = storage
  const store = await openKeys(config, options, storage)
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
  const modules = buildModules(platform)
  if (storage.hasUnboundEntries) await modules.audit.adoptUnbound()
  const owners = [modules.sealing, modules.delivery, modules.sms, modules.identity].map(({ knownKeys }) => knownKeys)
  return {
    ...platform,
    ...modules,
    keyJobs: shredJobs({ store, database, clock, log, metrics, owners }),
    async close() {
      await store.close()
      await storage.close()
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
    return await buildParts(config, options, { ...storage, transit, log })
  } catch (error) {
    await storage.close()
    throw error
  }
}
