import type { Audit } from '../modules/tenancy/audit/index.ts'
import type { Delivery } from '../modules/transport/delivery/index.ts'
import type { Directory } from '../modules/tenancy/organisations/index.ts'
import type { Identity } from '../modules/tenancy/identity/index.ts'
import type { Packaging } from '../modules/secure/packaging/index.ts'
import type { Recipients } from '../modules/tenancy/recipients/index.ts'
import type { Sealing } from '../modules/secure/sealing/index.ts'
import type { SetUp } from '../modules/transport/discovery/index.ts'
import type { Sms } from '../modules/transport/sms/index.ts'
import type { BlobStore } from '../platform/blobs/blob-store.ts'
import type { Clock } from '../platform/clock/clock.ts'
import type { Config } from '../platform/config/load-config.ts'
import type { Database } from '../platform/database/database.ts'
import type { DnsResolver } from '../platform/dns/resolver.ts'
import type { JobDefinition } from '../platform/jobs/jobs.ts'
import type { Log } from '../platform/log/log.ts'
import type { Metrics } from '../platform/metrics/metrics.ts'
import type { Shred } from '../platform/shred/shred.ts'
import type { EncryptionTargets } from '../platform/targets/encryption-targets.ts'
import type { TransitKey } from '../platform/transit/transit-key.ts'

export interface Platform {
  readonly config: Config
  readonly clock: Clock
  readonly log: Log
  readonly metrics: Metrics
  readonly dns: DnsResolver
  readonly transit: TransitKey
  readonly shred: Shred
  readonly database: Database
  readonly blobs: BlobStore
}

/** Everything that is built, with nothing running yet. */
export interface Parts extends Platform {
  readonly audit: Audit
  readonly targets: EncryptionTargets
  readonly directory: Directory
  readonly identity: Identity
  readonly recipients: Recipients
  readonly sealing: Sealing
  readonly delivery: Delivery
  readonly sms: Sms
  readonly packaging: Packaging
  readonly setUp: SetUp
  /** The sweep of keys that no row refers to. */
  readonly keyJobs: readonly JobDefinition[]
  /** Closes the connections; the embedded database stops unless other processes still use it. */
  close(): Promise<void>
}
