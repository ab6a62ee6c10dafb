import type { AccountId, AppPasswordId } from '../../../../lib/id/identifiers.ts'
import type { Tx } from '../../../../platform/database/database.ts'
import { tablesOf, type AccountKey } from './tables.ts'

export interface AppPassword {
  readonly id: AppPasswordId
  readonly name: string
  readonly createdAt: Date
  readonly lastUsedAt: Date | null
}

export interface AppPasswordSecret {
  readonly id: AppPasswordId
  readonly verifier: Buffer
  readonly lastUsedAt: Date | null
}

/** False when the very same app password is registered already. */
export async function insertAppPassword(
  tx: Tx,
  key: AccountKey,
  made: {
    readonly id: AppPasswordId
    readonly name: string
    verifier: Buffer
    wrappedIdentity: Buffer
    createdAt: Date
  },
): Promise<boolean> {
  const row = await tablesOf(tx)
    .insertInto('app_passwords')
    .values({
      organisation_id: key.organisationId,
      id: made.id,
      account_id: key.accountId,
      name: made.name,
      verifier: made.verifier,
      wrapped_identity: made.wrappedIdentity,
      created_at: made.createdAt,
      last_used_at: null,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst()
  return row !== undefined
}

export function readAppPasswords(tx: Tx, accountId: AccountId): Promise<AppPassword[]> {
  return tablesOf(tx)
    .selectFrom('app_passwords')
    .select(['id', 'name', 'created_at as createdAt', 'last_used_at as lastUsedAt'])
    .where('account_id', '=', accountId)
    .orderBy('id', 'desc')
    .execute()
}

export function readAppPasswordSecrets(tx: Tx, accountId: AccountId): Promise<AppPasswordSecret[]> {
  return tablesOf(tx)
    .selectFrom('app_passwords')
    .select(['id', 'verifier', 'last_used_at as lastUsedAt'])
    .where('account_id', '=', accountId)
    .execute()
}

export async function touchAppPassword(tx: Tx, id: AppPasswordId, at: Date): Promise<void> {
  await tablesOf(tx).updateTable('app_passwords').set({ last_used_at: at }).where('id', '=', id).execute()
}

/** The name of what was removed. */
export async function deleteAppPassword(
  tx: Tx,
  password: { readonly accountId: AccountId; readonly id: AppPasswordId },
): Promise<string | undefined> {
  const row = await tablesOf(tx)
    .deleteFrom('app_passwords')
    .where('account_id', '=', password.accountId)
    .where('id', '=', password.id)
    .returning('name')
    .executeTakeFirst()
  return row?.name
}

/** The names of what was removed, in the order of the alphabet. */
export async function deleteAppPasswordsOf(tx: Tx, accountId: AccountId): Promise<string[]> {
  const rows = await tablesOf(tx)
    .deleteFrom('app_passwords')
    .where('account_id', '=', accountId)
    .returning('name')
    .execute()
  return rows.map(({ name }) => name).toSorted()
}
