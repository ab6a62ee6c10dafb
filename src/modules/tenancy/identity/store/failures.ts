import { sql } from 'kysely'
import type { Tx } from '../../../../platform/database/database.ts'
import { tablesOf } from './tables.ts'

export interface AttemptHashes {
  readonly name: Buffer
  readonly network: Buffer
  readonly address: Buffer
  readonly secret: Buffer
}

/** How many different wrong attempts there were, each count cut off at `countLimit`. */
export interface Pressure {
  readonly byName: number
  readonly byNetwork: number
  readonly byPair: number
  /** From one internet address: for all names together, and for this name. */
  readonly byAddress: number
  readonly byAddressPair: number
}

export interface PressureWindow {
  readonly hour: Date
  readonly quarter: Date
  /** Failures before the end of the address's last lock-out are paid for. */
  readonly addressHour: Date
  readonly addressQuarter: Date
}

const countLimit = 64

/** One secret for one name counts once per network, and once for the name however many networks it came from. */
export async function readPressure(tx: Tx, hashes: AttemptHashes, since: PressureWindow): Promise<Pressure> {
  const { rows } = await sql<Pressure>`
    select
      (select count(*)::int from (select distinct secret_hash from sign_in_failures
        where name_hash = ${hashes.name} and failed_at > ${since.hour} limit ${countLimit}) s) as "byName",
      (select count(*)::int from (select 1 from sign_in_failures
        where network_hash = ${hashes.network} and failed_at > ${since.hour} limit ${countLimit}) s) as "byNetwork",
      (select count(*)::int from (select 1 from sign_in_failures
        where name_hash = ${hashes.name} and network_hash = ${hashes.network} and failed_at > ${since.quarter}
        limit ${countLimit}) s) as "byPair",
      (select count(*)::int from (select 1 from sign_in_failures
        where address_hash = ${hashes.address} and failed_at >= ${since.addressHour} limit ${countLimit}) s) as "byAddress",
      (select count(*)::int from (select 1 from sign_in_failures
        where name_hash = ${hashes.name} and address_hash = ${hashes.address} and failed_at >= ${since.addressQuarter}
        limit ${countLimit}) s) as "byAddressPair"`.execute(tx)
  return rows[0] ?? { byName: 0, byNetwork: 0, byPair: 0, byAddress: 0, byAddressPair: 0 }
}

/** The same attempt again changes nothing, not even its time. */
export async function insertFailure(tx: Tx, hashes: AttemptHashes, at: Date): Promise<void> {
  await tablesOf(tx)
    .insertInto('sign_in_failures')
    .values({
      name_hash: hashes.name,
      network_hash: hashes.network,
      address_hash: hashes.address,
      secret_hash: hashes.secret,
      failed_at: at,
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

/** After a success: what this name got wrong from this network. */
export async function deleteFailures(tx: Tx, hashes: AttemptHashes): Promise<void> {
  await tablesOf(tx)
    .deleteFrom('sign_in_failures')
    .where('name_hash', '=', hashes.name)
    .where('network_hash', '=', hashes.network)
    .execute()
}

export async function sweepFailures(tx: Tx, before: Date): Promise<void> {
  await tablesOf(tx).deleteFrom('sign_in_failures').where('failed_at', '<=', before).execute()
}
