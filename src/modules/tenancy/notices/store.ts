import type { OrganisationId } from '../../../lib/id/identifiers.ts'
import type { Tx } from '../../../platform/database/database.ts'

export interface Notice {
  readonly text: string
  readonly writtenAt: Date
}

const tablesOf = (tx: Tx) =>
  tx.withTables<{ notices: { organisation_id: OrganisationId; text: string; written_at: Date } }>()

export async function readNotice(tx: Tx): Promise<Notice | undefined> {
  return tablesOf(tx).selectFrom('notices').select(['text', 'written_at as writtenAt']).executeTakeFirst()
}

export async function writeNotice(tx: Tx, organisationId: OrganisationId, { text, writtenAt }: Notice): Promise<void> {
  const written = { text, written_at: writtenAt }
  await tablesOf(tx)
    .insertInto('notices')
    .values({ organisation_id: organisationId, ...written })
    .onConflict((conflict) => conflict.column('organisation_id').doUpdateSet(written))
    .execute()
}
