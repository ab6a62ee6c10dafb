import { sql } from 'kysely'
import type { Tx } from '../../../platform/database/database.ts'
import { tablesOf, type AccountKey } from './tables.ts'

export interface Session {
  readonly id: string
  readonly accountId: string
  readonly share: Buffer | null
  readonly device: string
  readonly startedAt: Date
  readonly lastSeenAt: Date
}

const columns = [
  'id',
  'account_id as accountId',
  'share',
  'device',
  'started_at as startedAt',
  'last_seen_at as lastSeenAt',
] as const

export async function insertSession(
  tx: Tx,
  key: AccountKey,
  made: { readonly id: string; readonly tokenHash: Buffer; readonly share: Buffer; device: string; at: Date },
): Promise<void> {
  await tablesOf(tx)
    .insertInto('sessions')
    .values({
      organisation_id: key.organisationId,
      id: made.id,
      account_id: key.accountId,
      token_hash: made.tokenHash,
      share: made.share,
      device: made.device,
      started_at: made.at,
      last_seen_at: made.at,
      ended_at: null,
    })
    .execute()
}

export async function findSession(
  tx: Tx,
  tokenHash: Buffer,
): Promise<{ readonly organisationId: string; readonly sessionId: string } | undefined> {
  const { rows } = await sql<{ organisationId: string; sessionId: string }>`
    select organisation_id as "organisationId", session_id as "sessionId" from find_session(${tokenHash})`.execute(tx)
  return rows[0]
}

/** Sessions that have not ended; whether they have run out is for the caller to say. */
export function readSession(tx: Tx, id: string): Promise<Session | undefined> {
  return tablesOf(tx)
    .selectFrom('sessions')
    .select(columns)
    .where('id', '=', id)
    .where('ended_at', 'is', null)
    .executeTakeFirst()
}

export function readSessionsOf(tx: Tx, accountId: string): Promise<Session[]> {
  return tablesOf(tx)
    .selectFrom('sessions')
    .select(columns)
    .where('account_id', '=', accountId)
    .where('ended_at', 'is', null)
    .orderBy('id', 'desc')
    .execute()
}

export async function touchSession(tx: Tx, id: string, at: Date): Promise<void> {
  await tablesOf(tx).updateTable('sessions').set({ last_seen_at: at }).where('id', '=', id).execute()
}

/** Erases the share in the same statement. Returns whether there was a session to end. */
export async function endSession(tx: Tx, session: { id: string; accountId: string }, at: Date): Promise<boolean> {
  const ended = await tablesOf(tx)
    .updateTable('sessions')
    .set({ ended_at: at, share: null })
    .where('id', '=', session.id)
    .where('account_id', '=', session.accountId)
    .where('ended_at', 'is', null)
    .returning('id')
    .executeTakeFirst()
  return ended !== undefined
}

/** Keeps a session from ending before the transaction does; false when it has ended. */
export async function holdSession(tx: Tx, id: string): Promise<boolean> {
  const row = await tablesOf(tx)
    .selectFrom('sessions')
    .select('id')
    .where('id', '=', id)
    .where('ended_at', 'is', null)
    .forShare()
    .executeTakeFirst()
  return row !== undefined
}

/** Ends all sessions of an account but one; returns their devices. */
export async function endSessionsOf(
  tx: Tx,
  account: { readonly accountId: string; readonly except?: string },
  at: Date,
): Promise<string[]> {
  let query = tablesOf(tx)
    .updateTable('sessions')
    .set({ ended_at: at, share: null })
    .where('account_id', '=', account.accountId)
    .where('ended_at', 'is', null)
    .returning('device')
  if (account.except !== undefined) query = query.where('id', '<>', account.except)
  return (await query.execute()).map(({ device }) => device)
}

/** Ends what has run out and removes what ended long ago. */
export async function sweepSessions(
  tx: Tx,
  limits: { readonly now: Date; readonly seenBefore: Date; readonly startedBefore: Date; readonly endedBefore: Date },
): Promise<void> {
  const sessions = tablesOf(tx)
  await sessions
    .updateTable('sessions')
    .set({ ended_at: limits.now, share: null })
    .where('ended_at', 'is', null)
    .where(({ eb, or }) =>
      or([eb('last_seen_at', '<=', limits.seenBefore), eb('started_at', '<=', limits.startedBefore)]),
    )
    .execute()
  await sessions.deleteFrom('sessions').where('ended_at', '<', limits.endedBefore).execute()
}
