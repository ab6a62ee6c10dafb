import type { OrganisationId } from '../../../../lib/id/identifiers.ts'
import type { Tx } from '../../../../platform/database/database.ts'
import { tablesOf, type Language } from './tables.ts'

/** What an organisation decided, by name; not yet checked against what can be decided today. */
export type Decided = Readonly<Record<string, unknown>>

/** What was decided, with the organisation's language, in one round trip: every sealed message asks for them. */
export function readSettings(
  tx: Tx,
  organisationId: OrganisationId,
): Promise<{ readonly decided: Decided; readonly language: Language } | undefined> {
  return tablesOf(tx)
    .selectFrom('organisation_settings as s')
    .innerJoin('organisations as o', 'o.organisation_id', 's.organisation_id')
    .select(['s.decided', 'o.language'])
    .where('s.organisation_id', '=', organisationId)
    .executeTakeFirst()
}

/** Others who change settings or rules of the organisation wait until this transaction ends. */
export async function lockSettings(tx: Tx, organisationId: OrganisationId): Promise<void> {
  await tablesOf(tx)
    .selectFrom('organisation_settings')
    .select('organisation_id')
    .where('organisation_id', '=', organisationId)
    .forUpdate()
    .execute()
}

export async function writeSettings(tx: Tx, organisationId: OrganisationId, decided: Decided): Promise<void> {
  await tablesOf(tx)
    .updateTable('organisation_settings')
    .set({ decided })
    .where('organisation_id', '=', organisationId)
    .execute()
}
