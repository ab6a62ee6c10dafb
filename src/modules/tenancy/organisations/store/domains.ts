import { sql } from 'kysely'
import type { OrganisationId } from '../../../../lib/id/identifiers.ts'
import type { Tx } from '../../../../platform/database/database.ts'
import { tablesOf } from './tables.ts'

export interface DomainRow {
  readonly domain: string
  readonly verification_token: string
  readonly verified_at: Date | null
}

/** Adds a claim; one that exists keeps its token. */
export async function insertDomain(
  tx: Tx,
  organisationId: OrganisationId,
  claim: { readonly domain: string; readonly token: string },
): Promise<DomainRow> {
  await tablesOf(tx)
    .insertInto('domains')
    .values({
      organisation_id: organisationId,
      domain: claim.domain,
      verification_token: claim.token,
      verified_at: null,
    })
    .onConflict((conflict) => conflict.columns(['organisation_id', 'domain']).doNothing())
    .execute()
  return tablesOf(tx)
    .selectFrom('domains')
    .select(['domain', 'verification_token', 'verified_at'])
    .where('domain', '=', claim.domain)
    .executeTakeFirstOrThrow()
}

export function readDomains(tx: Tx): Promise<DomainRow[]> {
  return tablesOf(tx)
    .selectFrom('domains')
    .select(['domain', 'verification_token', 'verified_at'])
    .orderBy('domain')
    .execute()
}

/** The organisation that has verified the domain. */
export async function findDomainOwner(tx: Tx, domain: string): Promise<OrganisationId | undefined> {
  const { rows } = await sql<{ id: OrganisationId }>`select organisation_id as id from find_domain(${domain})`.execute(
    tx,
  )
  return rows[0]?.id
}

/** Rejects with the database's unique violation when another organisation was quicker. */
export async function markDomainVerified(tx: Tx, domain: string, at: Date): Promise<void> {
  await tablesOf(tx).updateTable('domains').set({ verified_at: at }).where('domain', '=', domain).execute()
}
