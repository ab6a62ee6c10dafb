import { sql } from 'kysely'
import type { Tx } from '../../../platform/database/database.ts'
import { tablesOf, type DirectoryTables, type Language } from './tables.ts'

export interface Organisation {
  readonly id: string
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

export function readOrganisation(tx: Tx, id: string): Promise<Organisation | undefined> {
  return tablesOf(tx)
    .selectFrom('organisations')
    .select(['organisation_id as id', 'name', 'language'])
    .where('organisation_id', '=', id)
    .executeTakeFirst()
}

export async function findOrganisationId(tx: Tx, nameOrId: string): Promise<string | undefined> {
  const { rows } = await sql<{ id: string }>`select organisation_id as id from find_organisation(${nameOrId})`.execute(
    tx,
  )
  return rows[0]?.id
}

export async function listOrganisationIds(tx: Tx): Promise<readonly string[]> {
  const { rows } = await sql<{ id: string }>`select organisation_id as id from organisation_ids()`.execute(tx)
  return rows.map((row) => row.id)
}

type SettingsRow = Omit<DirectoryTables['organisation_settings'], 'organisation_id'>

/** The settings with the organisation's language, in one round trip: every sealed message asks for them. */
export function readSettings(
  tx: Tx,
  organisationId: string,
): Promise<(SettingsRow & { readonly language: Language }) | undefined> {
  return tablesOf(tx)
    .selectFrom('organisation_settings as s')
    .innerJoin('organisations as o', 'o.organisation_id', 's.organisation_id')
    .selectAll('s')
    .select('o.language')
    .where('s.organisation_id', '=', organisationId)
    .executeTakeFirst()
}

export async function writeSettings(tx: Tx, organisationId: string, settings: SettingsRow): Promise<void> {
  await tablesOf(tx)
    .updateTable('organisation_settings')
    .set(settings)
    .where('organisation_id', '=', organisationId)
    .execute()
}
