import { sql } from 'kysely'
import type { Tx } from '../../../platform/database/database.ts'

/** One caught text; `sealed` is under a key that ends with it. */
export interface CaughtText {
  readonly reference: string
  readonly sealed: Buffer
  readonly keptAt: Date
}

/** Keeps a caught text; one with the same reference is kept already and stays as it is. */
export async function insertCaught(tx: Tx, text: CaughtText): Promise<void> {
  await sql`insert into sms_outbox (reference, sealed, kept_at) values (${text.reference}, ${text.sealed}, ${text.keptAt})
    on conflict (reference) do nothing`.execute(tx)
}

/** The newest caught texts, newest first. */
export async function listCaught(tx: Tx, limit: number): Promise<readonly CaughtText[]> {
  const { rows } = await sql<CaughtText>`
    select reference, sealed, kept_at as "keptAt" from sms_outbox order by kept_at desc, reference desc limit ${limit}`.execute(
    tx,
  )
  return rows
}

/** Removes what was caught before this time, and gives back what it held. */
export async function takeCaughtBefore(tx: Tx, before: Date): Promise<Buffer[]> {
  const { rows } = await sql<{ sealed: Buffer }>`
    delete from sms_outbox where kept_at < ${before} returning sealed`.execute(tx)
  return rows.map(({ sealed }) => sealed)
}
