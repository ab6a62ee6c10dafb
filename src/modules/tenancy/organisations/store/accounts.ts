import { sql } from 'kysely'
import type { AccountId, OrganisationId } from '../../../../lib/id/identifiers.ts'
import type { Tx } from '../../../../platform/database/database.ts'
import { tablesOf, type Language } from './tables.ts'

export interface Account {
  readonly id: AccountId
  readonly address: string
  readonly displayName: string
  readonly isAdmin: boolean
  readonly language: Language
}

/** False when the address is taken, by whatever organisation. */
export async function insertAccount(
  tx: Tx,
  account: Account & { readonly organisationId: OrganisationId },
  createdAt: Date,
): Promise<boolean> {
  const made = await tablesOf(tx)
    .insertInto('accounts')
    .values({
      organisation_id: account.organisationId,
      id: account.id,
      address: account.address,
      display_name: account.displayName,
      is_admin: account.isAdmin,
      language: account.language,
      created_at: createdAt,
      closed_at: null,
    })
    .onConflict((conflict) => conflict.column('address').doNothing())
    .returning('id')
    .executeTakeFirst()
  return made !== undefined
}

const columns = ['id', 'address', 'display_name as displayName', 'is_admin as isAdmin', 'language'] as const

/** Open accounts only. */
export function readAccount(tx: Tx, id: AccountId): Promise<Account | undefined> {
  return tablesOf(tx)
    .selectFrom('accounts')
    .select(columns)
    .where('id', '=', id)
    .where('closed_at', 'is', null)
    .executeTakeFirst()
}

export function readAccounts(tx: Tx): Promise<Account[]> {
  return tablesOf(tx).selectFrom('accounts').select(columns).where('closed_at', 'is', null).orderBy('address').execute()
}

export async function markAccountClosed(tx: Tx, id: AccountId, at: Date): Promise<boolean> {
  const closed = await tablesOf(tx)
    .updateTable('accounts')
    .set({ closed_at: at })
    .where('id', '=', id)
    .where('closed_at', 'is', null)
    .returning('id')
    .executeTakeFirst()
  return closed !== undefined
}

export interface AccountPlace {
  readonly organisationId: OrganisationId
  readonly accountId: AccountId
}

export async function findAccountPlace(tx: Tx, address: string): Promise<AccountPlace | undefined> {
  const { rows } = await sql<AccountPlace>`
    select organisation_id as "organisationId", account_id as "accountId" from find_account(${address})`.execute(tx)
  return rows[0]
}
