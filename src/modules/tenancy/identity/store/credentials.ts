import type { AccountId } from '../../../../lib/id/identifiers.ts'
import type { Tx } from '../../../../platform/database/database.ts'
import type { TargetTable } from '../../../../platform/targets/bind-targets-once.ts'
import { tablesOf, type AccountKey } from './tables.ts'

export interface Credential {
  readonly salt: Buffer
  readonly verifier: Buffer
  readonly wrappedIdentity: Buffer
  /** Public half of the account identity. */
  readonly recipient: string
  readonly recipientMac: Buffer | null
}

/** For the one binding of keys that an older version stored. */
export const accountTargets: TargetTable = {
  kind: 'account',
  unbound: `select organisation_id, account_id as id, '' as holder, recipient from sealpost.credentials
    where recipient_mac is null limit $1`,
  bind: `update sealpost.credentials c set recipient_mac = b.mac
    from unnest($1::uuid[], $2::uuid[], $3::bytea[]) b (organisation_id, id, mac)
    where c.organisation_id = b.organisation_id and c.account_id = b.id`,
}

export async function insertCredential(tx: Tx, key: AccountKey, made: Credential & { changedAt: Date }): Promise<void> {
  await tablesOf(tx)
    .insertInto('credentials')
    .values({
      organisation_id: key.organisationId,
      account_id: key.accountId,
      salt: made.salt,
      verifier: made.verifier,
      wrapped_identity: made.wrappedIdentity,
      recipient: made.recipient,
      recipient_mac: made.recipientMac,
      changed_at: made.changedAt,
    })
    .execute()
}

export function readCredential(tx: Tx, accountId: AccountId): Promise<Credential | undefined> {
  return tablesOf(tx)
    .selectFrom('credentials')
    .select(['salt', 'verifier', 'wrapped_identity as wrappedIdentity', 'recipient', 'recipient_mac as recipientMac'])
    .where('account_id', '=', accountId)
    .executeTakeFirst()
}

/** Keeps the password of an account as it is until the transaction ends, and its ways in from changing side by side. */
export async function holdVerifier(tx: Tx, accountId: AccountId): Promise<Buffer | undefined> {
  const row = await tablesOf(tx)
    .selectFrom('credentials')
    .select('verifier')
    .where('account_id', '=', accountId)
    .forUpdate()
    .executeTakeFirst()
  return row?.verifier
}

/** The identity stays the same, only its password changes. */
export async function replacePassword(
  tx: Tx,
  accountId: AccountId,
  made: Omit<Credential, 'recipient' | 'recipientMac'> & { readonly changedAt: Date },
): Promise<void> {
  await tablesOf(tx)
    .updateTable('credentials')
    .set({
      salt: made.salt,
      verifier: made.verifier,
      wrapped_identity: made.wrappedIdentity,
      changed_at: made.changedAt,
    })
    .where('account_id', '=', accountId)
    .execute()
}

export async function isNetworkKnown(
  tx: Tx,
  network: { readonly accountId: AccountId; readonly hash: Buffer },
  since: Date,
): Promise<boolean> {
  const row = await tablesOf(tx)
    .selectFrom('known_networks')
    .select('last_at')
    .where('account_id', '=', network.accountId)
    .where('network_hash', '=', network.hash)
    .where('last_at', '>', since)
    .executeTakeFirst()
  return row !== undefined
}

export async function rememberNetwork(tx: Tx, key: AccountKey, seen: { hash: Buffer; at: Date }): Promise<void> {
  await tablesOf(tx)
    .insertInto('known_networks')
    .values({
      organisation_id: key.organisationId,
      account_id: key.accountId,
      network_hash: seen.hash,
      last_at: seen.at,
    })
    .onConflict((conflict) =>
      conflict.columns(['organisation_id', 'account_id', 'network_hash']).doUpdateSet({ last_at: seen.at }),
    )
    .execute()
}

export async function forgetNetworks(tx: Tx, before: Date): Promise<void> {
  await tablesOf(tx).deleteFrom('known_networks').where('last_at', '<', before).execute()
}

export async function forgetNetworksOf(tx: Tx, accountId: AccountId): Promise<void> {
  await tablesOf(tx).deleteFrom('known_networks').where('account_id', '=', accountId).execute()
}
