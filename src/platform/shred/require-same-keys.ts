import { AppError } from '../../contract/errors/app-error.ts'
import type { Database } from '../database/database.ts'
import type { ShredStore } from './shred-store.ts'

/**
 * Refuses to start on a database that was used with other keys: AppError `shred.not-of-this-database`. Otherwise a folder
 * that is not mounted would look like keys that were destroyed, and what waits would be given up. Runs after the migrations.
 */
export async function requireSameKeys(database: Database, store: ShredStore): Promise<void> {
  const { rows } = await database.ownerPool.query<{ shred_store: Buffer }>(
    'update sealpost.installation set shred_store = coalesce(shred_store, $1) returning shred_store',
    [store.id],
  )
  if (rows[0]?.shred_store.equals(store.id) === true) return
  throw new AppError(
    'invalid',
    'shred.not-of-this-database',
    'The keys of short-lived secrets (SEALPOST_SHRED_URL) are not those this database was used with. Put them back where they were. If they are lost, run: sealpost keys lost',
  )
}

/** From now on these keys belong to the database. What was under others is lost: mails that wait, links that were sent. */
export async function acceptOtherKeys(database: Database, store: ShredStore): Promise<void> {
  await database.ownerPool.query('update sealpost.installation set shred_store = $1', [store.id])
}
