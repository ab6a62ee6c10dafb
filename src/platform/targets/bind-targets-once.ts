import { access, mkdir, open } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { timingSafeEqual } from 'node:crypto'
import type { PoolClient } from 'pg'
import type { OrganisationId } from '../../lib/id/identifiers.ts'
import type { Database } from '../database/database.ts'
import type { Log } from '../log/log.ts'
import type { TransitKey } from '../transit/transit-key.ts'
import { bindTarget, type EncryptionTarget } from './target-mac.ts'

/** Where a module keeps public keys; its SQL belongs to its store. */
export interface TargetTable {
  readonly kind: EncryptionTarget['kind']
  /** Rows without a binding as organisation_id, id, holder and recipient, at most `$1` of them. */
  readonly unbound: string
  /** Takes organisations, identifiers and bindings as three arrays. */
  readonly bind: string
}

interface UnboundRow {
  readonly organisation_id: OrganisationId
  readonly id: string
  readonly holder: string
  readonly recipient: string
}

const batchRows = 1000
const advisoryLock = 7_305_325_011
const markName = 'keys-bound'
const markText =
  'The public keys in the database are bound to the server secret since this file was written.\n' +
  'It keeps whoever can write the database from having other keys bound: leave it where it is.\n'

async function bindTable(client: PoolClient, transit: TransitKey, table: TargetTable): Promise<number> {
  let bound = 0
  for (;;) {
    const { rows } = await client.query<UnboundRow>(table.unbound, [batchRows])
    if (rows.length === 0) return bound
    const macs = rows.map(({ organisation_id: organisationId, ...row }) =>
      bindTarget(transit, { kind: table.kind, organisationId, ...row }),
    )
    await client.query(table.bind, [rows.map((row) => row.organisation_id), rows.map(({ id }) => id), macs])
    bound += rows.length
  }
}

async function countUnbound(client: PoolClient, tables: readonly TargetTable[]): Promise<number> {
  let count = 0
  for (const { unbound } of tables) count += (await client.query(unbound, [batchRows])).rows.length
  return count
}

const isThere = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  )

async function writeMark(path: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true })
  const file = await open(path, 'w', 0o600)
  try {
    await file.writeFile(markText)
    await file.sync()
  } finally {
    await file.close()
  }
  const folder = await open(dirname(path))
  await folder.sync()
  await folder.close()
}

/** The database's own mark: a keyed hash, which only a process with the secret can write. */
async function hasMark(client: PoolClient, own: Buffer): Promise<boolean> {
  const { rows } = await client.query<{ mark: Buffer | null }>(
    'select targets_mark as mark from sealpost.installation for update',
  )
  const mark = rows[0]?.mark
  return mark?.length === own.length && timingSafeEqual(mark, own)
}

export interface Binding {
  readonly database: Pick<Database, 'ownerPool'>
  readonly transit: TransitKey
  readonly dataDir: string
  readonly log: Log
}

async function bindInTransaction(binding: Binding, client: PoolClient, tables: readonly TargetTable[]) {
  const { transit, dataDir, log } = binding
  const own = transit.keyedHash('encryption-target', 'bound')
  await client.query('select pg_advisory_xact_lock($1)', [advisoryLock])
  if (await hasMark(client, own)) return
  if (await isThere(join(dataDir, markName))) {
    const unbound = await countUnbound(client, tables)
    // Rows that lost their binding, or another database in this folder: nothing is sealed to them.
    if (unbound > 0) return log.error('targets.unbound', { rows: unbound, file: markName })
  } else {
    let rows = 0
    for (const table of tables) rows += await bindTable(client, transit, table)
    if (rows > 0) log.info('targets.bound', { rows })
  }
  await client.query('update sealpost.installation set targets_mark = $1', [own])
}

/**
 * Binds the public keys that a version before the bindings stored, at the first start after the update and never again:
 * a mark in the database and one in the data folder each say that it was done, and who can write the database removes
 * only one of them. Runs after the migrations, one process at a time.
 */
export async function bindTargetsOnce(binding: Binding, tables: readonly TargetTable[]): Promise<void> {
  const client = await binding.database.ownerPool.connect()
  try {
    await client.query('begin; set local statement_timeout = 0; set local idle_in_transaction_session_timeout = 0')
    await bindInTransaction(binding, client, tables)
    await client.query('commit')
  } catch (error) {
    await client.query('rollback').catch(() => undefined)
    throw error
  } finally {
    client.release()
  }
  const mark = join(binding.dataDir, markName)
  if (!(await isThere(mark))) await writeMark(mark)
}
