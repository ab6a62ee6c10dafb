import type { BlobStore } from '../platform/blobs/blob-store.ts'
import type { Clock } from '../platform/clock/clock.ts'
import type { Config } from '../platform/config/load-config.ts'
import type { Database } from '../platform/database/database.ts'
import type { DnsResolver } from '../platform/dns/resolver.ts'
import type { Log } from '../platform/log/log.ts'
import type { Metrics } from '../platform/metrics/metrics.ts'
import type { Shred } from '../platform/shred/shred.ts'
import type { TransitKey } from '../platform/transit/transit-key.ts'

/** What every module stands on: the outside world, opened. */
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
