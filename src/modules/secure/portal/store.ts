import { sql } from 'kysely'
import type { CheckKind } from '../../../contract/check-kind.ts'
import type { CopyId, OrganisationId, RecipientId } from '../../../lib/id/identifiers.ts'
import type { Tx } from '../../../platform/database/database.ts'

export interface GuestSessionRow {
  organisation_id: OrganisationId
  token_hash: Buffer
  copy_id: CopyId
  /** The link that was proved; another one ends the session. */
  link_hash: Buffer
  started_at: Date
  last_seen_at: Date
  /** How the guest passed the check; null before. */
  verified_by: CheckKind | null
}

type PortalTables = {
  guest_sessions: GuestSessionRow
  portal_codes: {
    organisation_id: OrganisationId
    copy_id: CopyId
    code_hash: Buffer
    expires_at: Date
    wrong_tries: number
  }
  portal_code_sends: {
    organisation_id: OrganisationId
    id: string
    copy_id: CopyId
    recipient_id: RecipientId
    sent_at: Date
  }
}

const tables = (tx: Tx) => tx.withTables<PortalTables>()

export async function insertSession(tx: Tx, session: GuestSessionRow): Promise<void> {
  await tables(tx).insertInto('guest_sessions').values(session).execute()
}

/** The live session with this hash, its last use moved to `now`; undefined when unknown or idle for too long. */
export function touchSession(
  tx: Tx,
  query: { readonly tokenHash: Buffer; readonly now: Date; readonly idleSince: Date; readonly startedSince: Date },
): Promise<GuestSessionRow | undefined> {
  return tables(tx)
    .updateTable('guest_sessions')
    .set({ last_seen_at: query.now })
    .where('token_hash', '=', query.tokenHash)
    .where('last_seen_at', '>', query.idleSince)
    .where('started_at', '>', query.startedSince)
    .returningAll()
    .executeTakeFirst()
}

export async function markVerified(tx: Tx, tokenHash: Buffer, verifiedBy: CheckKind): Promise<void> {
  await tables(tx)
    .updateTable('guest_sessions')
    .set({ verified_by: verifiedBy })
    .where('token_hash', '=', tokenHash)
    .execute()
}

export async function sessionOrganisation(tx: Tx, tokenHash: Buffer): Promise<OrganisationId | null> {
  const { rows } = await sql<{ id: OrganisationId | null }>`select find_guest_session(${tokenHash}) as id`.execute(tx)
  return rows[0]?.id ?? null
}

export async function replaceCode(
  tx: Tx,
  code: {
    readonly organisation_id: OrganisationId
    readonly copy_id: CopyId
    readonly code_hash: Buffer
    readonly expires_at: Date
  },
): Promise<void> {
  await tables(tx)
    .insertInto('portal_codes')
    .values({ ...code, wrong_tries: 0 })
    .onConflict((conflict) =>
      conflict
        .columns(['organisation_id', 'copy_id'])
        .doUpdateSet({ code_hash: code.code_hash, expires_at: code.expires_at, wrong_tries: 0 }),
    )
    .execute()
}

/** The live code of a copy. The caller holds the recipient's lock, so that two guesses cannot share one try. */
export function readLiveCode(
  tx: Tx,
  query: { readonly copyId: CopyId; readonly now: Date; readonly maxTries: number },
): Promise<{ code_hash: Buffer } | undefined> {
  return tables(tx)
    .selectFrom('portal_codes')
    .select('code_hash')
    .where('copy_id', '=', query.copyId)
    .where('expires_at', '>', query.now)
    .where('wrong_tries', '<', query.maxTries)
    .executeTakeFirst()
}

export async function countWrongTry(tx: Tx, copyId: CopyId): Promise<void> {
  await tables(tx)
    .updateTable('portal_codes')
    .set((row) => ({ wrong_tries: row('wrong_tries', '+', 1) }))
    .where('copy_id', '=', copyId)
    .execute()
}

export async function removeCode(tx: Tx, copyId: CopyId): Promise<void> {
  await tables(tx).deleteFrom('portal_codes').where('copy_id', '=', copyId).execute()
}

/** One request of a recipient at a time, to the end of the transaction: caps on codes and guesses hold under parallel requests. */
export async function lockRecipient(tx: Tx, recipientId: RecipientId): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`portal-recipient:${recipientId}`}, 0))`.execute(tx)
}

export async function readSends(
  tx: Tx,
  recipientId: RecipientId,
  since: Date,
): Promise<{ copy_id: CopyId; sent_at: Date }[]> {
  return tables(tx)
    .selectFrom('portal_code_sends')
    .select(['copy_id', 'sent_at'])
    .where('recipient_id', '=', recipientId)
    .where('sent_at', '>', since)
    .orderBy('sent_at')
    .execute()
}

export async function insertSend(tx: Tx, send: PortalTables['portal_code_sends']): Promise<void> {
  await tables(tx).insertInto('portal_code_sends').values(send).execute()
}

export async function forgetLeftovers(tx: Tx, before: Date): Promise<void> {
  await sql`select forget_portal_leftovers(${before})`.execute(tx)
}
