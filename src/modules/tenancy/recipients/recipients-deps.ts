import type { AccessKeyId, RecipientId } from '../../../lib/id/identifiers.ts'
import type { Clock } from '../../../platform/clock/clock.ts'
import type { Database } from '../../../platform/database/database.ts'
import type { TransitKey } from '../../../platform/transit/transit-key.ts'
import type { AuditRecorder } from '../audit/index.ts'
import type { Identity } from '../identity/index.ts'
import type { Directory } from '../organisations/index.ts'

export interface RecipientsDeps {
  readonly database: Database
  readonly transit: TransitKey
  readonly clock: Clock
  readonly audit: AuditRecorder
  readonly directory: Directory
  readonly identity: Pick<Identity, 'authenticate'>
}

/** What the sealed values are bound to, so that none can be moved to another row. */
export const numberContext = (recipientId: RecipientId): string => `recipients/${recipientId}/number`
export const accessKeyContext = (accessKeyId: AccessKeyId): string => `access_keys/${accessKeyId}/key`
