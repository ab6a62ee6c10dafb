import type { AccessKeyId, OrganisationId, RecipientId } from '../../../../lib/id/identifiers.ts'
import type { Tx } from '../../../../platform/database/database.ts'
import { tablesOf } from './tables.ts'

export interface StoredAccessKey {
  readonly id: AccessKeyId
  readonly recipientId: RecipientId
  readonly sealedKey: Buffer
  readonly salt: Buffer
}

export async function insertAccessKey(
  tx: Tx,
  organisationId: OrganisationId,
  made: StoredAccessKey & { readonly createdAt: Date },
): Promise<void> {
  await tablesOf(tx)
    .insertInto('access_keys')
    .values({
      organisation_id: organisationId,
      id: made.id,
      recipient_id: made.recipientId,
      sealed_key: made.sealedKey,
      salt: made.salt,
      created_at: made.createdAt,
    })
    .execute()
}

const columns = ['k.id', 'k.recipient_id as recipientId', 'k.sealed_key as sealedKey', 'k.salt'] as const

export function readAccessKey(tx: Tx, id: AccessKeyId): Promise<StoredAccessKey | undefined> {
  return tablesOf(tx).selectFrom('access_keys as k').select(columns).where('k.id', '=', id).executeTakeFirst()
}

/** The one that is in force; none while the check is another one. */
export function readCurrentAccessKey(tx: Tx, recipientId: RecipientId): Promise<StoredAccessKey | undefined> {
  return tablesOf(tx)
    .selectFrom('recipients as r')
    .innerJoin('access_keys as k', (join) =>
      join.onRef('k.organisation_id', '=', 'r.organisation_id').onRef('k.id', '=', 'r.access_key_id'),
    )
    .select(columns)
    .where('r.id', '=', recipientId)
    .executeTakeFirst()
}
