import { sql } from 'kysely'
import type { OrganisationId } from '../../../../lib/id/identifiers.ts'
import type { Tx } from '../../../../platform/database/database.ts'
import { tablesOf } from './tables.ts'

export interface StoredLockout {
  readonly addressHash: Buffer
  readonly sealedAddress: Buffer
  /** How many in a row, each within a day of the one before. */
  readonly times: number
  readonly lockedAt: Date
  readonly endsAt: Date
}

export interface TriedName {
  readonly addressHash: Buffer
  readonly nameHash: Buffer
  /** Null when no account has this name. */
  readonly organisationId: OrganisationId | null
}

const columns = [
  'address_hash as addressHash',
  'sealed_address as sealedAddress',
  'times',
  'locked_at as lockedAt',
  'ends_at as endsAt',
] as const
const maxNames = 200
const listLimit = 1000

/** The last lock-out of an address, in force or over. */
export function readLockout(tx: Tx, addressHash: Buffer): Promise<StoredLockout | undefined> {
  return tablesOf(tx)
    .selectFrom('sign_in_lockouts')
    .select(columns)
    .where('address_hash', '=', addressHash)
    .executeTakeFirst()
}

/** False when another attempt at the same moment has locked it already. */
export async function writeLockout(tx: Tx, lockout: StoredLockout): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await tablesOf(tx)
    .insertInto('sign_in_lockouts')
    .values({
      address_hash: lockout.addressHash,
      sealed_address: lockout.sealedAddress,
      times: lockout.times,
      locked_at: lockout.lockedAt,
      ends_at: lockout.endsAt,
    })
    .onConflict((conflict) =>
      conflict
        .column('address_hash')
        .doUpdateSet({ times: lockout.times, locked_at: lockout.lockedAt, ends_at: lockout.endsAt })
        .where('sign_in_lockouts.ends_at', '<=', lockout.lockedAt),
    )
    .executeTakeFirst()
  return numInsertedOrUpdatedRows === 1n
}

/** Notes a name that was tried, up to two hundred for one address. */
export async function noteName(tx: Tx, { addressHash, nameHash, organisationId }: TriedName): Promise<void> {
  await sql`
    insert into sign_in_lockout_names (address_hash, name_hash, of_organisation)
    select ${addressHash}, ${nameHash}, ${organisationId}::uuid
    where (select count(*) from sign_in_lockout_names where address_hash = ${addressHash}) < ${maxNames}
    on conflict do nothing`.execute(tx)
}

/** Notes the names of the failures that led to the lock-out. */
export async function noteNamesOfFailures(tx: Tx, addressHash: Buffer, since: Date): Promise<void> {
  await sql`
    insert into sign_in_lockout_names (address_hash, name_hash)
    select distinct address_hash, name_hash from sign_in_failures
    where address_hash = ${addressHash} and failed_at > ${since} limit ${maxNames}
    on conflict do nothing`.execute(tx)
}

/** Those in force, the latest first. */
export function readLockouts(tx: Tx, at: Date): Promise<StoredLockout[]> {
  return tablesOf(tx)
    .selectFrom('sign_in_lockouts')
    .select(columns)
    .where('ends_at', '>', at)
    .orderBy('locked_at', 'desc')
    .limit(listLimit)
    .execute()
}

/** Those in force at whose addresses a name was tried. */
export function readLockoutsOfName(tx: Tx, nameHash: Buffer, at: Date): Promise<StoredLockout[]> {
  return tablesOf(tx)
    .selectFrom('sign_in_lockouts')
    .innerJoin('sign_in_lockout_names', 'sign_in_lockout_names.address_hash', 'sign_in_lockouts.address_hash')
    .select([
      'sign_in_lockouts.address_hash as addressHash',
      'sealed_address as sealedAddress',
      'times',
      'locked_at as lockedAt',
      'ends_at as endsAt',
    ])
    .where('name_hash', '=', nameHash)
    .where('ends_at', '>', at)
    .execute()
}

export async function organisationsOf(tx: Tx, addressHash: Buffer): Promise<readonly OrganisationId[]> {
  const rows = await tablesOf(tx)
    .selectFrom('sign_in_lockout_names')
    .select('of_organisation as organisationId')
    .distinct()
    .where('address_hash', '=', addressHash)
    .execute()
  return rows.flatMap(({ organisationId }) => organisationId ?? [])
}

/** Forgets the lock-out and the failures behind it; the next wrong password is the first one. */
export async function deleteLockout(tx: Tx, addressHash: Buffer): Promise<void> {
  await tablesOf(tx).deleteFrom('sign_in_lockouts').where('address_hash', '=', addressHash).execute()
  await tablesOf(tx).deleteFrom('sign_in_failures').where('address_hash', '=', addressHash).execute()
}

export async function sweepLockouts(tx: Tx, endedBefore: Date): Promise<void> {
  await tablesOf(tx).deleteFrom('sign_in_lockouts').where('ends_at', '<=', endedBefore).execute()
}
