import { ids } from '../../../contract/identifiers.ts'
import type { Clock } from '../../../platform/clock/clock.ts'
import type { Config } from '../../../platform/config/load-config.ts'
import type { Database } from '../../../platform/database/database.ts'
import type { Log } from '../../../platform/log/log.ts'
import type { Metrics } from '../../../platform/metrics/metrics.ts'
import type { Shred } from '../../../platform/shred/shred.ts'
import type { TransitKey } from '../../../platform/transit/transit-key.ts'
import type { AuditRecorder } from '../audit/index.ts'
import type { Directory } from '../organisations/index.ts'

export interface IdentityDeps {
  readonly database: Database
  readonly transit: TransitKey
  readonly shred: Shred
  readonly clock: Clock
  readonly log: Log
  readonly metrics: Metrics
  readonly audit: AuditRecorder
  readonly directory: Directory
  readonly config: Pick<Config, 'publicUrl' | 'hostname' | 'publicPorts'>
  /** How a slowed answer waits; tests pass one that returns at once. */
  readonly pause?: (ms: number) => Promise<unknown>
}

/** Where an unknown name is looked up, so that it takes the same steps as a known one. */
export const nobody = {
  organisationId: ids.organisation.parse('00000000-0000-0000-0000-000000000000'),
  accountId: ids.account.parse('00000000-0000-0000-0000-000000000000'),
  relayId: ids.relay.parse('00000000-0000-0000-0000-000000000000'),
} as const
