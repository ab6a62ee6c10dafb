import { sql } from 'kysely'
import type { OrganisationId, RecipientId } from '../../../../lib/id/identifiers.ts'
import type { Tx } from '../../../../platform/database/database.ts'
import { tablesOf, type SentCode } from './tables.ts'

export interface NewTrustedDevice {
  readonly organisationId: OrganisationId
  readonly id: string
  readonly recipientId: RecipientId
  readonly check: SentCode
  readonly tokenHash: Buffer
  readonly at: Date
  readonly expiresAt: Date
}

/** A browser that is trusted again is trusted for longer, after the check it passed last. */
export async function insertTrustedDevice(tx: Tx, made: NewTrustedDevice): Promise<void> {
  await tablesOf(tx)
    .insertInto('trusted_devices')
    .values({
      organisation_id: made.organisationId,
      id: made.id,
      recipient_id: made.recipientId,
      check_kind: made.check,
      token_hash: made.tokenHash,
      created_at: made.at,
      expires_at: made.expiresAt,
    })
    .onConflict((conflict) =>
      conflict
        .columns(['organisation_id', 'recipient_id', 'token_hash'])
        .doUpdateSet({ expires_at: made.expiresAt, check_kind: made.check }),
    )
    .execute()
}

/** Keeps those that were trusted last. */
export async function pruneTrustedDevices(tx: Tx, recipientId: RecipientId, keep: number): Promise<void> {
  await sql`
    delete from trusted_devices where recipient_id = ${recipientId} and id not in (
      select id from trusted_devices where recipient_id = ${recipientId} order by expires_at desc, id desc limit ${keep}
    )`.execute(tx)
}

export async function hasTrustedDevice(
  tx: Tx,
  device: { readonly recipientId: RecipientId; readonly tokenHash: Buffer; readonly checks: readonly SentCode[] },
  now: Date,
): Promise<boolean> {
  const row = await tablesOf(tx)
    .selectFrom('trusted_devices')
    .select('id')
    .where('recipient_id', '=', device.recipientId)
    .where('token_hash', '=', device.tokenHash)
    .where('check_kind', 'in', device.checks)
    .where('expires_at', '>', now)
    .executeTakeFirst()
  return row !== undefined
}

export async function deleteTrustedDevice(
  tx: Tx,
  device: { readonly recipientId: RecipientId; readonly tokenHash: Buffer },
): Promise<void> {
  await tablesOf(tx)
    .deleteFrom('trusted_devices')
    .where('recipient_id', '=', device.recipientId)
    .where('token_hash', '=', device.tokenHash)
    .execute()
}

/** Returns how many there were. */
export async function deleteTrustedDevicesOf(tx: Tx, recipientId: RecipientId): Promise<number> {
  const result = await tablesOf(tx)
    .deleteFrom('trusted_devices')
    .where('recipient_id', '=', recipientId)
    .executeTakeFirst()
  return Number(result.numDeletedRows)
}

export async function sweepTrustedDevices(tx: Tx, now: Date): Promise<void> {
  await tablesOf(tx).deleteFrom('trusted_devices').where('expires_at', '<=', now).execute()
}
