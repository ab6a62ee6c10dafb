import { sql } from 'kysely'
import type { OrganisationId } from '../../../../lib/id/identifiers.ts'
import type { Tx } from '../../../../platform/database/database.ts'
import { tablesOf, type Language } from './tables.ts'

export interface Organisation {
  readonly id: OrganisationId
  readonly name: string
  readonly language: Language
}

/** False when the name is taken. Adds the settings row with its defaults. */
export async function insertOrganisation(tx: Tx, organisation: Organisation, createdAt: Date): Promise<boolean> {
  const { id, name, language } = organisation
  const made = await tablesOf(tx)
    .insertInto('organisations')
    .values({ organisation_id: id, name, language, created_at: createdAt })
    .onConflict((conflict) => conflict.doNothing())
    .returning('organisation_id')
    .executeTakeFirst()
  if (made === undefined) return false
  await sql`insert into organisation_settings (organisation_id) values (${id})`.execute(tx)
  return true
}

export function readOrganisation(tx: Tx, id: OrganisationId): Promise<Organisation | undefined> {
  return tablesOf(tx)
    .selectFrom('organisations')
    .select(['organisation_id as id', 'name', 'language'])
    .where('organisation_id', '=', id)
    .executeTakeFirst()
}

export async function findOrganisationId(tx: Tx, nameOrId: string): Promise<OrganisationId | undefined> {
  const { rows } = await sql<{
    id: OrganisationId
  }>`select organisation_id as id from find_organisation(${nameOrId})`.execute(tx)
  return rows[0]?.id
}

export async function listOrganisationIds(tx: Tx): Promise<readonly OrganisationId[]> {
  const { rows } = await sql<{ id: OrganisationId }>`select organisation_id as id from organisation_ids()`.execute(tx)
  return rows.map((row) => row.id)
}
