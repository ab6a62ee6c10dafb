import type { AuditAction, AuditEntry } from '../../tenancy/audit/index.ts'
import type { CopyRow } from './tables.ts'

/** What the server did by itself with one recipient's copy, for the audit log. */
export const copyEntry = (
  copy: Pick<CopyRow, 'id' | 'organisation_id' | 'address'>,
  action: AuditAction,
  detail: AuditEntry['detail'] = {},
): AuditEntry => ({
  organisationId: copy.organisation_id,
  action,
  actor: { kind: 'system' },
  subject: { kind: 'copy', id: copy.id },
  detail: { recipient: copy.address, ...detail },
})
