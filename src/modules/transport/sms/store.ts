import { sql } from 'kysely'
import type { Generated } from 'kysely'
import type { OrganisationId, TextId } from '../../../lib/id/identifiers.ts'
import type { Tx } from '../../../platform/database/database.ts'

export type SmsPurpose = 'portal-code' | 'password'
export type SmsState = 'queued' | 'accepted' | 'delivered' | 'failed'

/** Not an interface: Kysely asks for a type with an index. */
type SmsTables = {
  readonly sms_messages: {
    readonly organisation_id: OrganisationId
    readonly id: TextId
    readonly purpose: SmsPurpose
    readonly message_ref: string
    readonly country: string
    readonly number_hash: Buffer
    readonly sealed: Buffer | null
    readonly state: Generated<SmsState>
    readonly failure: Generated<string | null>
    readonly attempts: Generated<number>
    readonly uncertain_attempts: Generated<number>
    readonly under_way: Generated<boolean>
    readonly provider_id: Generated<string | null>
    readonly queued_at: Date
    readonly not_after: Date
    readonly accepted_at: Generated<Date | null>
    readonly finished_at: Generated<Date | null>
    readonly used_at: Generated<Date | null>
  }
  readonly sms_daily_counts: { readonly organisation_id: OrganisationId; readonly day: string; readonly queued: number }
}

/** What names one text in the database. */
export interface TextKey {
  readonly organisationId: OrganisationId
  readonly id: TextId
}

export interface NewText extends TextKey {
  readonly purpose: SmsPurpose
  readonly messageRef: string
  readonly country: string
  readonly numberHash: Buffer
  readonly sealed: Buffer
  readonly queuedAt: Date
  readonly notAfter: Date
}

/** A text at the start of an attempt. */
export interface Attempt extends TextKey {
  readonly purpose: SmsPurpose
  readonly messageRef: string
  readonly sealed: Buffer
  readonly notAfter: Date
  /** This one included. */
  readonly attempts: number
  /** Earlier attempts after which nobody knows whether the text has left. */
  readonly uncertainAttempts: number
}

/** A text that came to its end, as far as others need to know. */
export interface FinishedText extends TextKey {
  readonly purpose: SmsPurpose
  readonly messageRef: string
}

const rows = (tx: Tx) => tx.withTables<SmsTables>()
const ofKey = (tx: Tx, key: TextKey) =>
  rows(tx).updateTable('sms_messages').where('organisation_id', '=', key.organisationId).where('id', '=', key.id)

/**
 * Counts one more text of the day (UTC, "2026-01-31") unless the budget is used up; false then. The row stays locked
 * until the transaction ends, so two transactions cannot both take the last place.
 */
export async function takeFromBudget(
  tx: Tx,
  wanted: { readonly organisationId: OrganisationId; readonly day: string; readonly dailyBudget: number },
): Promise<boolean> {
  if (wanted.dailyBudget < 1) return false
  const counted = await rows(tx)
    .insertInto('sms_daily_counts')
    .values({ organisation_id: wanted.organisationId, day: wanted.day, queued: 1 })
    .onConflict((conflict) =>
      conflict
        .columns(['organisation_id', 'day'])
        .doUpdateSet({ queued: sql`sms_daily_counts.queued + 1` })
        .where('sms_daily_counts.queued', '<', wanted.dailyBudget),
    )
    .executeTakeFirst()
  return (counted.numInsertedOrUpdatedRows ?? 0n) > 0n
}

export async function insertText(tx: Tx, text: NewText): Promise<void> {
  await rows(tx)
    .insertInto('sms_messages')
    .values({
      organisation_id: text.organisationId,
      id: text.id,
      purpose: text.purpose,
      message_ref: text.messageRef,
      country: text.country,
      number_hash: text.numberHash,
      sealed: text.sealed,
      queued_at: text.queuedAt,
      not_after: text.notAfter,
    })
    .execute()
}

/**
 * Marks the text as under way and returns it; undefined when it is no longer queued. A text that was under way already
 * was left there by a crash: that attempt counts as uncertain.
 */
export async function startAttempt(tx: Tx, key: TextKey): Promise<Attempt | undefined> {
  const row = await ofKey(tx, key)
    .where('state', '=', 'queued')
    .set((column) => ({
      under_way: true,
      attempts: column('attempts', '+', 1),
      uncertain_attempts: sql<number>`uncertain_attempts + under_way::integer`,
    }))
    .returning(['purpose', 'message_ref', 'sealed', 'not_after', 'attempts', 'uncertain_attempts'])
    .executeTakeFirst()
  if (row === undefined || row.sealed === null) return undefined
  return {
    ...key,
    purpose: row.purpose,
    messageRef: row.message_ref,
    sealed: row.sealed,
    notAfter: row.not_after,
    attempts: row.attempts,
    uncertainAttempts: row.uncertain_attempts,
  }
}

export async function recordAccepted(tx: Tx, key: TextKey, taken: { providerId: string; at: Date }): Promise<void> {
  await ofKey(tx, key)
    .where('state', '=', 'queued')
    .set({ state: 'accepted', sealed: null, under_way: false, provider_id: taken.providerId, accepted_at: taken.at })
    .execute()
}

export async function recordPause(tx: Tx, key: TextKey, uncertain: boolean): Promise<void> {
  await ofKey(tx, key)
    .where('state', '=', 'queued')
    .set((column) => ({ under_way: false, uncertain_attempts: column('uncertain_attempts', '+', uncertain ? 1 : 0) }))
    .execute()
}

export async function recordFailed(tx: Tx, key: TextKey, failed: { failure: string; at: Date }): Promise<void> {
  await ofKey(tx, key)
    .where('state', '=', 'queued')
    .set({ state: 'failed', failure: failed.failure, sealed: null, under_way: false, finished_at: failed.at })
    .execute()
}

/** Whose accepted text a provider's id belongs to; for receipts, which name nothing else. Sees all organisations. */
export async function findAccepted(
  tx: Tx,
  wanted: { readonly providerId: string; readonly acceptedSince: Date },
): Promise<TextKey | undefined> {
  const { rows: found } = await sql<{ organisation_id: OrganisationId; id: TextId }>`
    select organisation_id, id from sms_find_accepted(${wanted.providerId}, ${wanted.acceptedSince})`.execute(tx)
  const [first] = found
  return first === undefined ? undefined : { organisationId: first.organisation_id, id: first.id }
}

/** Moves an accepted text to its end; undefined when an earlier receipt has done so. */
export async function recordReceipt(
  tx: Tx,
  key: TextKey,
  receipt: { readonly state: 'delivered' | 'failed'; readonly at: Date },
): Promise<FinishedText | undefined> {
  const row = await ofKey(tx, key)
    .where('state', '=', 'accepted')
    .set({
      state: receipt.state,
      failure: receipt.state === 'failed' ? 'undelivered' : null,
      finished_at: receipt.at,
    })
    .returning(['purpose', 'message_ref'])
    .executeTakeFirst()
  return row === undefined ? undefined : { ...key, purpose: row.purpose, messageRef: row.message_ref }
}

/** Marks the newest text of a reference as used and returns its purpose; undefined when there is none unused. */
export async function markNewestUsed(
  tx: Tx,
  used: { readonly organisationId: OrganisationId; readonly messageRef: string; readonly at: Date },
): Promise<SmsPurpose | undefined> {
  const newest = rows(tx)
    .selectFrom('sms_messages')
    .select('id')
    .where('organisation_id', '=', used.organisationId)
    .where('message_ref', '=', used.messageRef)
    .orderBy('queued_at', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
  const row = await rows(tx)
    .updateTable('sms_messages')
    .set({ used_at: used.at })
    .where('organisation_id', '=', used.organisationId)
    .where('id', 'in', newest)
    .where('used_at', 'is', null)
    .returning('purpose')
    .executeTakeFirst()
  return row?.purpose
}

export interface DayCounts {
  /** Texts taken from the budget; the others say where they are now. */
  readonly queued: number
  readonly accepted: number
  readonly delivered: number
  readonly failed: number
  readonly used: number
}

/** The texts queued on one day (UTC) by where they are now; `accepted` includes delivered ones. */
export async function countDay(tx: Tx, organisationId: OrganisationId, dayStart: Date): Promise<DayCounts> {
  const dayEnd = new Date(dayStart.getTime() + 86_400_000)
  const { rows: counted } = await sql<DayCounts>`
    select count(*)::integer as queued,
      (count(*) filter (where accepted_at is not null))::integer as accepted,
      (count(*) filter (where state = 'delivered'))::integer as delivered,
      (count(*) filter (where state = 'failed'))::integer as failed,
      (count(used_at))::integer as used
    from sms_messages
    where organisation_id = ${organisationId} and queued_at >= ${dayStart} and queued_at < ${dayEnd}`.execute(tx)
  return counted[0] ?? { queued: 0, accepted: 0, delivered: 0, failed: 0, used: 0 }
}

/** Forgets finished texts, counts and caught texts from before; of all organisations. Returns how many texts went. */
export async function pruneBefore(tx: Tx, queuedBefore: Date): Promise<number> {
  const { rows: pruned } = await sql<{ count: string }>`select sms_prune(${queuedBefore}) as count`.execute(tx)
  return Number(pruned[0]?.count ?? 0)
}

/** Which of these keys this module's rows refer to, in all organisations. */
export async function knownKeys(tx: Tx, candidates: readonly Buffer[]): Promise<Buffer[]> {
  const { rows: found } = await sql<{ key: Buffer }>`
    select sms_known_keys(${sql.val([...candidates])}::bytea[]) as key`.execute(tx)
  return found.map(({ key }) => key)
}
