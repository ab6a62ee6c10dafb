import { sql } from 'kysely'
import type { AccountId, RecoveryCodeId } from '../../../../lib/id/identifiers.ts'
import type { Tx } from '../../../../platform/database/database.ts'
import { tablesOf, type AccountKey } from './tables.ts'

export interface RecoveryCode {
  readonly id: RecoveryCodeId
  readonly verifier: Buffer
  readonly wrappedIdentity: Buffer
}

export async function replaceRecoveryCodes(
  tx: Tx,
  key: AccountKey,
  made: { readonly codes: readonly RecoveryCode[]; readonly at: Date },
): Promise<void> {
  await deleteRecoveryCodesOf(tx, key.accountId)
  const rows = made.codes.map((code) => ({
    organisation_id: key.organisationId,
    id: code.id,
    account_id: key.accountId,
    verifier: code.verifier,
    wrapped_identity: code.wrappedIdentity,
    created_at: made.at,
  }))
  await tablesOf(tx).insertInto('recovery_codes').values(rows).execute()
}

export function readRecoveryCodes(tx: Tx, accountId: AccountId): Promise<RecoveryCode[]> {
  return tablesOf(tx)
    .selectFrom('recovery_codes')
    .select(['id', 'verifier', 'wrapped_identity as wrappedIdentity'])
    .where('account_id', '=', accountId)
    .execute()
}

export async function countRecoveryCodes(tx: Tx, accountId: AccountId): Promise<number> {
  const { left } = await tablesOf(tx)
    .selectFrom('recovery_codes')
    .select(({ fn }) => fn.countAll<string>().as('left'))
    .where('account_id', '=', accountId)
    .executeTakeFirstOrThrow()
  return Number(left)
}

/** A pending recovery goes with its code. */
export async function deleteRecoveryCode(tx: Tx, id: RecoveryCodeId): Promise<void> {
  await tablesOf(tx).deleteFrom('recovery_codes').where('id', '=', id).execute()
}

export async function deleteRecoveryCodesOf(tx: Tx, accountId: AccountId): Promise<void> {
  await tablesOf(tx).deleteFrom('recovery_codes').where('account_id', '=', accountId).execute()
}

/** A second start replaces the first. */
export async function writeRecoveryToken(
  tx: Tx,
  key: AccountKey,
  token: { readonly codeId: RecoveryCodeId; readonly hash: Buffer; readonly expiresAt: Date },
): Promise<void> {
  const row = { code_id: token.codeId, token_hash: token.hash, expires_at: token.expiresAt }
  await tablesOf(tx)
    .insertInto('recovery_tokens')
    .values({ organisation_id: key.organisationId, account_id: key.accountId, ...row })
    .onConflict((conflict) => conflict.columns(['organisation_id', 'account_id']).doUpdateSet(row))
    .execute()
}

export async function findRecoveryToken(tx: Tx, hash: Buffer): Promise<AccountKey | undefined> {
  const { rows } = await sql<AccountKey>`
    select organisation_id as "organisationId", account_id as "accountId" from find_recovery_token(${hash})`.execute(tx)
  return rows[0]
}

/** Removes the token and says which code it was for: two requests with one token cannot both succeed. */
export function takeRecoveryToken(
  tx: Tx,
  hash: Buffer,
): Promise<{ readonly codeId: RecoveryCodeId; readonly expiresAt: Date } | undefined> {
  return tablesOf(tx)
    .deleteFrom('recovery_tokens')
    .where('token_hash', '=', hash)
    .returning(['code_id as codeId', 'expires_at as expiresAt'])
    .executeTakeFirst()
}

export async function sweepRecoveryTokens(tx: Tx, now: Date): Promise<void> {
  await tablesOf(tx).deleteFrom('recovery_tokens').where('expires_at', '<=', now).execute()
}
