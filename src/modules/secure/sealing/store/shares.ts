import { sql } from 'kysely'
import type { CopyId, OrganisationId } from '../../../../lib/id/identifiers.ts'
import type { Tx } from '../../../../platform/database/database.ts'
import type { CopyRow, SealingTables } from '../tables.ts'

/** What lets one recipient in, as far as it is sealed. */
export type SealedAccess = Pick<CopyRow, 'organisation_id' | 'id' | 'address' | 'state' | 'sealed_access_proof'> & {
  readonly sealed_share: Buffer
}

/** Copies with access in the order of their ids. */
const withAccess = (tx: Tx) =>
  tx
    .withTables<SealingTables>()
    .selectFrom('copies')
    .select(['organisation_id', 'id', 'address', 'state', 'sealed_share', 'sealed_access_proof'])
    .where('sealed_share', 'is not', null)
    .$narrowType<{ sealed_share: Buffer }>()
    .orderBy('id')

export function readShares(
  tx: Tx,
  page: { readonly after: CopyId | null; readonly limit: number },
): Promise<SealedAccess[]> {
  const query = withAccess(tx).limit(page.limit)
  return (page.after === null ? query : query.where('id', '>', page.after)).execute()
}

/** Those of these copies whose share is still the one that was read, as they are now, held until the transaction ends. */
export async function lockSameShares(tx: Tx, read: readonly SealedAccess[]): Promise<SealedAccess[]> {
  const shares = new Map(read.map((copy) => [copy.id, copy.sealed_share]))
  const rows = await withAccess(tx)
    .where(({ eb, val }) => eb('id', '=', eb.fn.any(val([...shares.keys()]))))
    .forUpdate()
    .execute()
  return rows.filter(({ id, sealed_share }) => shares.get(id)?.equals(sealed_share) === true)
}

/** Copies whose share is under the transit key alone; nobody ends their access until the transaction has ended. */
export const lockOldShares = (tx: Tx, limit: number): Promise<SealedAccess[]> =>
  withAccess(tx)
    .where(sql<boolean>`get_byte(sealed_share, 0) = 2`)
    .limit(limit)
    .forUpdate()
    .execute()

export async function organisationsWithAccess(tx: Tx): Promise<OrganisationId[]> {
  const { rows } = await sql<{ id: OrganisationId }>`select organisations_with_access() as id`.execute(tx)
  return rows.map((row) => row.id)
}

export async function organisationsWithOldShares(tx: Tx): Promise<OrganisationId[]> {
  const { rows } = await sql<{ id: OrganisationId }>`select organisations_with_old_shares() as id`.execute(tx)
  return rows.map((row) => row.id)
}

/** Which of these keys this module's rows refer to, in all organisations. */
export async function knownKeys(tx: Tx, candidates: readonly Buffer[]): Promise<Buffer[]> {
  const { rows } = await sql<{ key: Buffer }>`
    select sealing_known_keys(${sql.val([...candidates])}::bytea[]) as key`.execute(tx)
  return rows.map(({ key }) => key)
}
