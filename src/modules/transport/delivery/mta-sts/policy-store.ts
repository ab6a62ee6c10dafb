import { sql, type Selectable } from 'kysely'
import type { Tx } from '../../../../platform/database/database.ts'
import type { StsPolicyFile } from './policy-file.ts'

interface PolicyTable {
  domain: string
  policy_id: string
  mode: StsPolicyFile['mode']
  mx: string[]
  fetched_at: Date
  expires_at: Date
  wanted_at: Date
}

type PolicyTables = { mta_sts_policies: PolicyTable }

export type StoredPolicy = Selectable<PolicyTable>

export async function readPolicy(tx: Tx, domain: string): Promise<StoredPolicy | undefined> {
  return tx
    .withTables<PolicyTables>()
    .selectFrom('mta_sts_policies')
    .selectAll()
    .where('domain', '=', domain)
    .executeTakeFirst()
}

/** A newer policy replaces an older one; of two processes that fetched at once, either may be last. */
export async function writePolicy(tx: Tx, policy: StoredPolicy): Promise<void> {
  await tx
    .withTables<PolicyTables>()
    .insertInto('mta_sts_policies')
    .values(policy)
    .onConflict((conflict) => conflict.column('domain').doUpdateSet(policy))
    .execute()
}

export async function notePolicyWanted(tx: Tx, domain: string, at: Date): Promise<void> {
  await tx
    .withTables<PolicyTables>()
    .updateTable('mta_sts_policies')
    .set({ wanted_at: at })
    .where('domain', '=', domain)
    .execute()
}

/** Policies that still hold, end soon and were asked for lately, in random order: those that cannot be had block no others. */
export async function policiesToRefresh(
  tx: Tx,
  due: { readonly now: Date; readonly endBefore: Date; readonly wantedSince: Date; readonly limit: number },
): Promise<StoredPolicy[]> {
  return tx
    .withTables<PolicyTables>()
    .selectFrom('mta_sts_policies')
    .selectAll()
    .where('expires_at', '>', due.now)
    .where('expires_at', '<=', due.endBefore)
    .where('wanted_at', '>=', due.wantedSince)
    .orderBy(sql`random()`)
    .limit(due.limit)
    .execute()
}

export async function forgetExpiredPolicies(tx: Tx, expiredBefore: Date): Promise<void> {
  await tx.withTables<PolicyTables>().deleteFrom('mta_sts_policies').where('expires_at', '<', expiredBefore).execute()
}
