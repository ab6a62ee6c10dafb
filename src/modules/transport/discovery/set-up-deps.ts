import type { Clock } from '../../../platform/clock/clock.ts'
import type { Config } from '../../../platform/config/load-config.ts'
import type { Database, Tx } from '../../../platform/database/database.ts'
import type { RecordLookup } from '../../../platform/dns/record-lookup.ts'
import type { Metrics } from '../../../platform/metrics/metrics.ts'
import type { Directory } from '../../tenancy/organisations/index.ts'
import type { Identity } from '../../tenancy/identity/index.ts'

export interface SetUpDeps {
  readonly database: Database
  readonly clock: Clock
  readonly metrics: Metrics
  readonly config: Pick<Config, 'hostname' | 'publicUrl' | 'publicPorts' | 'SEALPOST_SMARTHOST'>
  readonly directory: Pick<Directory, 'organisationOfDomain' | 'getBranding' | 'settingsOf' | 'verifiedDomains'>
  readonly identity: Pick<Identity, 'authenticate'>
  readonly lookup: RecordLookup
  /** The records of keys that exist. */
  readonly dkimRecords: (
    tx: Tx,
    domain: string,
  ) => Promise<readonly { readonly name: string; readonly value: string }[]>
  /** The certificate that mail programs see (PEM, the server's own first). */
  readonly readCertificate: () => Promise<string>
}
