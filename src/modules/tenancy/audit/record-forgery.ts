import type { Database } from '../../../platform/database/database.ts'
import type { EncryptionTargetsDeps } from '../../../platform/targets/encryption-targets.ts'
import type { AuditRecorder } from './audit-entry.ts'

/** A stored public key that is not the one the server bound to its row: somebody has written to the database. */
export const recordForgery =
  (database: Database, audit: AuditRecorder): EncryptionTargetsDeps['record'] =>
  ({ organisationId, kind, id }) =>
    database.withOrganisation(organisationId, (tx) =>
      audit.record(tx, {
        organisationId,
        action: 'target.not-authentic',
        actor: { kind: 'system' },
        subject: { kind, id },
      }),
    )
