import { timingSafeEqual } from 'node:crypto'
import { AppError } from '../../contract/errors/app-error.ts'
import type { Database } from '../database/database.ts'
import type { TransitKey } from './transit-key.ts'

/**
 * Refuses to start on a database that another server secret protects: AppError `secret.not-of-this-database`. Otherwise a
 * lost secret file would be replaced by a new one without a word, and every key share sealed before would stay closed.
 * The database keeps a keyed hash, which tells nothing about the secret. Runs after the migrations.
 */
export async function requireSameSecret(database: Database, transit: TransitKey): Promise<void> {
  const own = transit.keyedHash('installation', 'secret-check')
  await database.ownerPool.query(
    'insert into sealpost.installation (secret_check) values ($1) on conflict do nothing',
    [own],
  )
  const { rows } = await database.ownerPool.query<{ secret_check: Buffer }>(
    'select secret_check from sealpost.installation',
  )
  const known = rows[0]?.secret_check
  if (known?.length === own.length && timingSafeEqual(known, own)) return
  throw new AppError(
    'invalid',
    'secret.not-of-this-database',
    'The server secret is not the one that protects this database. Restore the secret file (SEALPOST_SECRET_FILE) from your backup.',
  )
}
