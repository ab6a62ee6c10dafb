import type { AccountId, OrganisationId } from '../../../lib/id/identifiers.ts'
import type { Authenticator } from '../../../platform/http/access.ts'
import type { Clock } from '../../../platform/clock/clock.ts'
import type { Database } from '../../../platform/database/database.ts'
import type { DnsResolver } from '../../../platform/dns/resolver.ts'
import type { TransitKey } from '../../../platform/transit/transit-key.ts'
import type { AuditRecorder } from '../audit/index.ts'

/** What the directory needs to know of somebody who is signed in. */
export interface DirectoryMember {
  readonly organisationId: OrganisationId
  readonly accountId: AccountId
  readonly address: string
  readonly isAdmin: boolean
}

export interface DirectoryDeps {
  readonly database: Database
  /** Binds the keys of mailboxes to their rows. */
  readonly transit: TransitKey
  readonly clock: Clock
  readonly dns: Pick<DnsResolver, 'txt'>
  readonly audit: AuditRecorder
  readonly authenticate: Authenticator<DirectoryMember>
}
