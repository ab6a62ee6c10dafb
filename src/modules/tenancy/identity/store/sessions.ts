import { sql, type Expression, type SqlBool } from 'kysely'
import type { AccountId, OrganisationId, SessionId } from '../../../../lib/id/identifiers.ts'
import type { Tx } from '../../../../platform/database/database.ts'
import { tablesOf, type AccountKey } from './tables.ts'

export interface Session {
  readonly id: SessionId
  readonly accountId: AccountId
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
  made: { readonly id: SessionId; readonly tokenHash: Buffer; readonly share: Buffer; device: string; at: Date },
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
): Promise<{ readonly organisationId: OrganisationId; readonly sessionId: SessionId } | undefined> {
  const { rows } = await sql<{ organisationId: OrganisationId; sessionId: SessionId }>`
    select organisation_id as "organisationId", session_id as "sessionId" from find_session(${tokenHash})`.execute(tx)
  return rows[0]
}

/** Sessions that have not ended; whether they have run out is for the caller to say. */
export function readSession(tx: Tx, id: SessionId): Promise<Session | undefined> {
  return tablesOf(tx)
    .selectFrom('sessions')
    .select(columns)
    .where('id', '=', id)
    .where('ended_at', 'is', null)
    .executeTakeFirst()
}

export function readSessionsOf(tx: Tx, accountId: AccountId): Promise<Session[]> {
  return tablesOf(tx)
    .selectFrom('sessions')
    .select(columns)
    .where('account_id', '=', accountId)
    .where('ended_at', 'is', null)
    .orderBy('id', 'desc')
    .execute()
}

export async function touchSession(tx: Tx, id: SessionId, at: Date): Promise<void> {
  await tablesOf(tx).updateTable('sessions').set({ last_seen_at: at }).where('id', '=', id).execute()
}

/** Keeps a session from ending before the transaction does; false when it has ended. */
export async function holdSession(tx: Tx, id: SessionId): Promise<boolean> {
  const row = await tablesOf(tx)
    .selectFrom('sessions')
    .select('id')
    .where('id', '=', id)
    .where('ended_at', 'is', null)
    .forShare()
    .executeTakeFirst()
  return row !== undefined
}

/** What was erased: the key of the share is for the caller to end. */
export interface ErasedSession {
  readonly device: string
  readonly share: Buffer | null
}

/** Locked in one order, so that two who end the same sessions wait for each other. */
async function erase(tx: Tx, which: Expression<SqlBool>, at: Date): Promise<ErasedSession[]> {
  const { rows } = await sql<ErasedSession>`
    with held as (
      select id, share from sessions where ended_at is null and ${which} order by id for update
    )
    update sessions s set ended_at = ${at}, share = null
    from held where s.id = held.id
    returning s.device, held.share`.execute(tx)
  return rows
}

export async function eraseSession(
  tx: Tx,
  session: { readonly id: SessionId; readonly accountId: AccountId },
  at: Date,
): Promise<ErasedSession | undefined> {
  const [erased] = await erase(tx, sql`id = ${session.id} and account_id = ${session.accountId}`, at)
  return erased
}

/** All sessions of an account but one. */
export function eraseSessionsOf(
  tx: Tx,
  account: { readonly accountId: AccountId; readonly except?: SessionId },
  at: Date,
): Promise<ErasedSession[]> {
  return erase(tx, sql`account_id = ${account.accountId} and id is distinct from ${account.except ?? null}`, at)
}

/** What has run out. */
export function eraseOldSessions(
  tx: Tx,
  limits: { readonly seenBefore: Date; readonly startedBefore: Date },
  at: Date,
): Promise<ErasedSession[]> {
  const { seenBefore, startedBefore } = limits
  return erase(tx, sql`(last_seen_at <= ${seenBefore} or started_at <= ${startedBefore})`, at)
}

export async function removeSessions(tx: Tx, endedBefore: Date): Promise<void> {
  await tablesOf(tx).deleteFrom('sessions').where('ended_at', '<', endedBefore).execute()
}

/** Which of these keys this module's rows refer to, in all organisations. */
export async function knownKeys(tx: Tx, candidates: readonly Buffer[]): Promise<Buffer[]> {
  const { rows } = await sql<{ key: Buffer }>`
    select identity_known_keys(${sql.val([...candidates])}::bytea[]) as key`.execute(tx)
  return rows.map(({ key }) => key)
}
