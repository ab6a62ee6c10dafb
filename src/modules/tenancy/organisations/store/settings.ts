import type { Tx } from '../../../../platform/database/database.ts'
import { tablesOf, type DirectoryTables, type Language } from './tables.ts'

export type SettingsRow = Omit<DirectoryTables['organisation_settings'], 'organisation_id'>

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

/** Others who change settings or rules of the organisation wait until this transaction ends. */
export async function lockSettings(tx: Tx, organisationId: string): Promise<void> {
  await tablesOf(tx)
    .selectFrom('organisation_settings')
    .select('organisation_id')
    .where('organisation_id', '=', organisationId)
    .forUpdate()
    .execute()
}

export async function writeSettings(tx: Tx, organisationId: string, settings: SettingsRow): Promise<void> {
  await tablesOf(tx)
    .updateTable('organisation_settings')
    .set(settings)
    .where('organisation_id', '=', organisationId)
    .execute()
}
