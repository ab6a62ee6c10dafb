import { sql } from 'kysely'
import type { CopyId, OrganisationId } from '../../../../lib/id/identifiers.ts'
import type { Tx } from '../../../../platform/database/database.ts'

export interface FormerLinkRow {
  organisation_id: OrganisationId
  token_hash: Buffer
  copy_id: CopyId
  proof_hash: Buffer
  replaced_at: Date
}

const tables = (tx: Tx) => tx.withTables<{ former_links: FormerLinkRow }>()

export async function insertFormerLink(tx: Tx, row: FormerLinkRow): Promise<void> {
  await tables(tx).insertInto('former_links').values(row).execute()
}

export function readFormerLink(tx: Tx, tokenHash: Buffer): Promise<FormerLinkRow | undefined> {
  return tables(tx).selectFrom('former_links').selectAll().where('token_hash', '=', tokenHash).executeTakeFirst()
}

export async function removeFormerLinks(tx: Tx, copyIds: readonly CopyId[]): Promise<void> {
  await tables(tx)
    .deleteFrom('former_links')
    .where(({ eb, val }) => eb('copy_id', '=', eb.fn.any(val([...copyIds]))))
    .execute()
}

export async function findCopyByFormerToken(
  tx: Tx,
  tokenHash: Buffer,
): Promise<{ organisationId: OrganisationId; copyId: CopyId } | undefined> {
  const { rows } = await sql<{
    organisationId: OrganisationId
    copyId: CopyId
  }>`select organisation_id as "organisationId", copy_id as "copyId" from find_copy_by_former_token(${tokenHash})`.execute(
    tx,
  )
  return rows[0]
}
