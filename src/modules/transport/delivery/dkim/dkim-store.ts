import type { OrganisationId } from '../../../../lib/id/identifiers.ts'
import type { Tx } from '../../../../platform/database/database.ts'

export type DkimAlgorithm = 'rsa-sha256' | 'ed25519-sha256'

export interface DkimKeyRow {
  readonly organisation_id: OrganisationId
  readonly domain: string
  readonly selector: string
  readonly algorithm: DkimAlgorithm
  readonly sealed_private_key: Buffer
  readonly public_key: string
  readonly created_at: Date
}

type DkimTables = { dkim_keys: DkimKeyRow }

/** The keys of a domain of the transaction's organisation, newest first. */
export function readDkimKeys(tx: Tx, domain: string): Promise<DkimKeyRow[]> {
  return tx
    .withTables<DkimTables>()
    .selectFrom('dkim_keys')
    .selectAll()
    .where('domain', '=', domain)
    .orderBy('created_at', 'desc')
    .orderBy('selector')
    .execute()
}

export async function insertDkimKeys(tx: Tx, rows: readonly DkimKeyRow[]): Promise<void> {
  await tx
    .withTables<DkimTables>()
    .insertInto('dkim_keys')
    .values([...rows])
    .execute()
}
