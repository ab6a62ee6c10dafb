import { sql, type Selectable } from 'kysely'
import type { MailId, OrganisationId } from '../../../lib/id/identifiers.ts'
import type { Tx } from '../../../platform/database/database.ts'
import type { ReportRequest } from '../../../lib/smtp/index.ts'
import type { AttemptTrace } from './mail.ts'

interface OutgoingMailTable {
  organisation_id: OrganisationId
  id: MailId
  kind: string
  sealed_payload: Buffer | null
  envelope_from: string
  envelope_to: string
  domain: string
  state: 'queued' | 'sent' | 'failed'
  attempts: number
  first_queued_at: Date
  next_attempt_at: Date
  claimed_by: string | null
  claimed_until: Date | null
  dsn: ReportRequest | null
  delay_reported_at: Date | null
  ref_kind: string | null
  ref_id: string | null
  last_status: string | null
  last_reply: string | null
  last_host: string | null
  last_tls: string | null
  tls_listed_hosts: string[] | null
  finished_at: Date | null
}

type DeliveryTables = { outgoing_mails: OutgoingMailTable }

/** A mail that this process holds. */
export type ClaimedMail = Omit<Selectable<OutgoingMailTable>, 'sealed_payload'> & { readonly sealed_payload: Buffer }

export type NewMail = Pick<
  OutgoingMailTable,
  | 'organisation_id'
  | 'id'
  | 'kind'
  | 'sealed_payload'
  | 'envelope_from'
  | 'envelope_to'
  | 'domain'
  | 'first_queued_at'
  | 'next_attempt_at'
  | 'dsn'
  | 'ref_kind'
  | 'ref_id'
  | 'tls_listed_hosts'
>

export interface DueMail {
  readonly organisationId: OrganisationId
  readonly mailId: MailId
}

/** A mail with what choosing its lane needs. */
export interface DueMailOfDomain extends DueMail {
  readonly domain: string
}

export async function insertMails(tx: Tx, mails: readonly NewMail[]): Promise<void> {
  const rows = mails.map((mail) => ({
    ...mail,
    state: 'queued' as const,
    attempts: 0,
    dsn: mail.dsn === null ? null : sql<ReportRequest>`${JSON.stringify(mail.dsn)}::jsonb`,
  }))
  await tx.withTables<DeliveryTables>().insertInto('outgoing_mails').values(rows).execute()
}

/** Mails of the transaction's organisation whose time has come, oldest first. */
export async function dueMails(
  tx: Tx,
  organisationId: OrganisationId,
  due: { at: Date; limit: number },
): Promise<DueMailOfDomain[]> {
  const rows = await tx
    .withTables<DeliveryTables>()
    .selectFrom('outgoing_mails')
    .select(['id', 'domain'])
    .where('state', '=', 'queued')
    .where('next_attempt_at', '<=', due.at)
    .orderBy('next_attempt_at')
    .limit(due.limit)
    .execute()
  return rows.map((row) => ({ organisationId, mailId: row.id, domain: row.domain }))
}

export async function domainOfQueued(tx: Tx, mailId: MailId): Promise<string | undefined> {
  const row = await tx
    .withTables<DeliveryTables>()
    .selectFrom('outgoing_mails')
    .select('domain')
    .where('id', '=', mailId)
    .where('state', '=', 'queued')
    .executeTakeFirst()
  return row?.domain
}

export interface Claim {
  readonly holder: string
  readonly now: Date
  readonly until: Date
}

/** Takes the mail for this process, unless it is finished, not due, or held by a process that is alive. */
export async function claimMail(tx: Tx, mailId: MailId, claim: Claim): Promise<ClaimedMail | undefined> {
  const row = await tx
    .withTables<DeliveryTables>()
    .updateTable('outgoing_mails')
    .set({ claimed_by: claim.holder, claimed_until: claim.until })
    .where('id', '=', mailId)
    .where('state', '=', 'queued')
    .where('next_attempt_at', '<=', claim.now)
    .where(({ or, eb }) => or([eb('claimed_until', 'is', null), eb('claimed_until', '<=', claim.now)]))
    .returningAll()
    .executeTakeFirst()
  return row === undefined || row.sealed_payload === null ? undefined : { ...row, sealed_payload: row.sealed_payload }
}

type LastAttempt = Omit<AttemptTrace, 'policy'> & { readonly status: string; readonly text: string }

const lastColumns = ({ status, text, host, tls }: LastAttempt) => ({
  last_status: status,
  last_reply: text,
  last_host: host,
  last_tls: tls,
})

/** Sent or given up: the payload is erased in the same statement. False when the mail is no longer held by `holder`. */
export async function finishMail(
  tx: Tx,
  mailId: MailId,
  end: { readonly holder: string; readonly state: 'sent' | 'failed'; readonly at: Date; readonly last: LastAttempt },
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .withTables<DeliveryTables>()
    .updateTable('outgoing_mails')
    .set({
      ...lastColumns(end.last),
      state: end.state,
      sealed_payload: null,
      finished_at: end.at,
      attempts: sql<number>`attempts + 1`,
      claimed_by: null,
      claimed_until: null,
    })
    .where('id', '=', mailId)
    .where('claimed_by', '=', end.holder)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

/** Kept for later. `attempts` is the new count. False when the mail is no longer held by `holder`. */
export async function postponeMail(
  tx: Tx,
  mailId: MailId,
  later: {
    readonly holder: string
    readonly nextAttemptAt: Date
    readonly attempts: number
    readonly delayReportedAt: Date | null
    readonly last: LastAttempt
  },
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .withTables<DeliveryTables>()
    .updateTable('outgoing_mails')
    .set({
      ...lastColumns(later.last),
      next_attempt_at: later.nextAttemptAt,
      attempts: later.attempts,
      delay_reported_at: later.delayReportedAt,
      claimed_by: null,
      claimed_until: null,
    })
    .where('id', '=', mailId)
    .where('claimed_by', '=', later.holder)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

/** Mails of every organisation that are due and that nobody holds. */
export async function findDueMails(tx: Tx, at: Date, limit: number): Promise<DueMailOfDomain[]> {
  const { rows } = await sql<{ organisation_id: OrganisationId; id: MailId; domain: string }>`
    select organisation_id, id, domain from find_due_mails(${at}, ${limit})`.execute(tx)
  return rows.map((row) => ({ organisationId: row.organisation_id, mailId: row.id, domain: row.domain }))
}

export async function renewClaims(
  tx: Tx,
  holder: string,
  claims: { readonly held: readonly string[]; readonly until: Date },
): Promise<void> {
  await sql`select renew_mail_claims(${holder}::uuid, ${sql.val([...claims.held])}::uuid[], ${claims.until})`.execute(
    tx,
  )
}

export async function purgeFinished(tx: Tx, before: Date): Promise<void> {
  await sql`select purge_finished_mails(${before})`.execute(tx)
}

/**
 * Takes mails back that have not left, and erases them; gives back what they held. One that is being sent at this moment
 * loses its holder, so that its outcome is not recorded and it is not tried again. One whose outcome is being recorded is
 * left alone: waiting for it could wait for the caller.
 */
export async function takeBackMails(
  tx: Tx,
  cancelled: { readonly kind: string; readonly refIds: readonly string[]; readonly at: Date },
): Promise<(Buffer | null)[]> {
  const { kind, refIds, at } = cancelled
  const { rows } = await sql<{ sealed_payload: Buffer | null }>`
    with held as (
      select id, sealed_payload from outgoing_mails
      where ref_kind = ${kind} and ref_id = any(${sql.val([...refIds])}::uuid[]) and state = 'queued'
      for update skip locked
    )
    update outgoing_mails m
    set state = 'failed', sealed_payload = null, finished_at = ${at}, claimed_by = null, claimed_until = null,
      last_status = '5.7.0', last_reply = 'taken back'
    from held where m.id = held.id
    returning held.sealed_payload`.execute(tx)
  return rows.map((row) => row.sealed_payload)
}

/** Which of these keys this module's rows refer to, in all organisations. */
export async function knownKeys(tx: Tx, candidates: readonly Buffer[]): Promise<Buffer[]> {
  const { rows } = await sql<{ key: Buffer }>`
    select delivery_known_keys(${sql.val([...candidates])}::bytea[]) as key`.execute(tx)
  return rows.map(({ key }) => key)
}
