import { sql } from 'kysely'
import type { OrganisationId, RelayId } from '../../../../lib/id/identifiers.ts'
import type { Tx } from '../../../../platform/database/database.ts'
import { tablesOf } from './tables.ts'

export interface Relay {
  readonly id: RelayId
  readonly name: string
  readonly userName: string
  readonly createdAt: Date
  readonly lastUsedAt: Date | null
}

const columns = [
  'id',
  'name',
  'user_name as userName',
  'created_at as createdAt',
  'last_used_at as lastUsedAt',
] as const

export async function insertRelay(
  tx: Tx,
  relay: Omit<Relay, 'lastUsedAt'> & { readonly organisationId: OrganisationId; readonly verifier: Buffer },
): Promise<void> {
  await tablesOf(tx)
    .insertInto('relay_credentials')
    .values({
      organisation_id: relay.organisationId,
      id: relay.id,
      name: relay.name,
      user_name: relay.userName,
      verifier: relay.verifier,
      created_at: relay.createdAt,
      last_used_at: null,
    })
    .execute()
}

export function readRelays(tx: Tx): Promise<Relay[]> {
  return tablesOf(tx).selectFrom('relay_credentials').select(columns).orderBy('id').execute()
}

export function readRelay(tx: Tx, id: RelayId): Promise<(Relay & { readonly verifier: Buffer }) | undefined> {
  return tablesOf(tx)
    .selectFrom('relay_credentials')
    .select([...columns, 'verifier'])
    .where('id', '=', id)
    .executeTakeFirst()
}

export async function findRelay(
  tx: Tx,
  userName: string,
): Promise<{ readonly organisationId: OrganisationId; readonly relayId: RelayId } | undefined> {
  const { rows } = await sql<{ organisationId: OrganisationId; relayId: RelayId }>`
    select organisation_id as "organisationId", relay_id as "relayId" from find_relay(${userName})`.execute(tx)
  return rows[0]
}

export async function touchRelay(tx: Tx, id: RelayId, at: Date): Promise<void> {
  await tablesOf(tx).updateTable('relay_credentials').set({ last_used_at: at }).where('id', '=', id).execute()
}

export async function deleteRelay(tx: Tx, id: RelayId): Promise<string | undefined> {
  const row = await tablesOf(tx)
    .deleteFrom('relay_credentials')
    .where('id', '=', id)
    .returning('name')
    .executeTakeFirst()
  return row?.name
}
