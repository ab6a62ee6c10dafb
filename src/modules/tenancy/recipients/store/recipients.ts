import { sql } from 'kysely'
import type { CheckKind } from '../../../../contract/check-kind.ts'
import type { AccessKeyId, OrganisationId, RecipientId } from '../../../../lib/id/identifiers.ts'
import type { Route } from '../../../../lib/policy/index.ts'
import type { Tx } from '../../../../platform/database/database.ts'
import { tablesOf } from './tables.ts'

/** Somebody outside, as one organisation knows them. */
export interface Recipient {
  readonly id: RecipientId
  /** Folded: to find and compare by. */
  readonly address: string
  /** As it was written first: to show and to send to. */
  readonly written: string
  /** How they prove who they are; null until somebody said so. */
  readonly check: CheckKind | null
  readonly maskedNumber: string | null
  /** The current access code; copies may have been wrapped under an earlier one. */
  readonly accessKeyId: AccessKeyId | null
  readonly lockedAt: Date | null
  /** The route they always take; null follows the rules of the organisation. */
  readonly route: Route | null
}

const columns = [
  'id',
  'address',
  'written_address as written',
  'check_kind as check',
  'masked_number as maskedNumber',
  'access_key_id as accessKeyId',
  'locked_at as lockedAt',
  'route',
] as const

export interface NewRecipient {
  readonly id: RecipientId
  readonly address: string
  readonly written: string
}

/**
 * Rows for all addresses in one round trip. What another transaction adds at this moment is in neither half of the union;
 * the caller asks again with `readByAddresses`.
 */
export async function findOrInsert(
  tx: Tx,
  organisationId: OrganisationId,
  made: { readonly recipients: readonly NewRecipient[]; readonly createdBy: string | null; readonly at: Date },
): Promise<Recipient[]> {
  const ids = made.recipients.map(({ id }) => id)
  const addresses = made.recipients.map(({ address }) => address)
  const written = made.recipients.map((recipient) => recipient.written)
  const { rows } = await sql<Recipient>`
    with wanted as (
      select * from unnest(${ids}::uuid[], ${addresses}::text[], ${written}::text[]) as w (id, address, written)
    ), made as (
      insert into recipients (organisation_id, id, address, written_address, created_by, created_at, updated_at)
      select ${organisationId}::uuid, w.id, w.address, w.written, ${made.createdBy}::uuid, ${made.at}, ${made.at} from wanted w
      on conflict (organisation_id, address) do nothing
      returning id, address, written_address, check_kind, masked_number, access_key_id, locked_at, route
    ), both_kinds as (
      select * from made
      union all
      select r.id, r.address, r.written_address, r.check_kind, r.masked_number, r.access_key_id, r.locked_at, r.route
      from recipients r where r.address = any (${addresses}::text[])
    )
    select id, address, written_address as written, check_kind as "check", masked_number as "maskedNumber", access_key_id as "accessKeyId",
      locked_at as "lockedAt", route from both_kinds`.execute(tx)
  return rows
}

export function readByAddresses(tx: Tx, addresses: readonly string[]): Promise<Recipient[]> {
  return tablesOf(tx)
    .selectFrom('recipients')
    .select(columns)
    .where(({ eb, val }) => eb('address', '=', eb.fn.any(val([...addresses]))))
    .execute()
}

export function readRecipient(tx: Tx, id: RecipientId): Promise<Recipient | undefined> {
  return tablesOf(tx).selectFrom('recipients').select(columns).where('id', '=', id).executeTakeFirst()
}

export function readRecipients(tx: Tx, ids: readonly RecipientId[]): Promise<Recipient[]> {
  return tablesOf(tx)
    .selectFrom('recipients')
    .select(columns)
    .where(({ eb, val }) => eb('id', '=', eb.fn.any(val([...ids]))))
    .execute()
}

export function readSealedNumber(tx: Tx, id: RecipientId): Promise<{ readonly sealed: Buffer | null } | undefined> {
  return tablesOf(tx).selectFrom('recipients').select('sealed_number as sealed').where('id', '=', id).executeTakeFirst()
}

/** Newest first. `search` is a part of the address; wildcards in it are ordinary characters. */
export function listRecipients(
  tx: Tx,
  page: { readonly search: string; readonly before: RecipientId | undefined; readonly limit: number },
): Promise<Recipient[]> {
  const pattern = `%${page.search.replace(/[\\%_]/g, '\\$&')}%`
  let query = tablesOf(tx).selectFrom('recipients').select(columns)
  if (page.search !== '') query = query.where('address', 'like', pattern)
  if (page.before !== undefined) query = query.where('id', '<', page.before)
  return query.orderBy('id', 'desc').limit(page.limit).execute()
}

export interface StoredCheck {
  readonly check: CheckKind
  readonly sealedNumber: Buffer | null
  readonly numberHash: Buffer | null
  readonly maskedNumber: string | null
  readonly accessKeyId: AccessKeyId | null
}

/** Sets the check and lifts failures and lock, which belonged to the one before. */
export function writeCheck(
  tx: Tx,
  id: RecipientId,
  { check, at }: { readonly check: StoredCheck; readonly at: Date },
): Promise<Recipient> {
  return tablesOf(tx)
    .updateTable('recipients')
    .set({
      check_kind: check.check,
      sealed_number: check.sealedNumber,
      number_hash: check.numberHash,
      masked_number: check.maskedNumber,
      access_key_id: check.accessKeyId,
      updated_at: at,
      failures: 0,
      locked_at: null,
    })
    .where('id', '=', id)
    .returning(columns)
    .executeTakeFirstOrThrow()
}

export function writeRoute(
  tx: Tx,
  id: RecipientId,
  { route, at }: { readonly route: Route | null; readonly at: Date },
): Promise<Recipient> {
  return tablesOf(tx)
    .updateTable('recipients')
    .set({ route, updated_at: at })
    .where('id', '=', id)
    .returning(columns)
    .executeTakeFirstOrThrow()
}

/** Counts one failure and locks at the limit. */
export function addFailure(
  tx: Tx,
  id: RecipientId,
  { limit, at }: { readonly limit: number; readonly at: Date },
): Promise<{ readonly failures: number; readonly lockedAt: Date | null } | undefined> {
  return tablesOf(tx)
    .updateTable('recipients')
    .set(({ eb }) => ({
      failures: eb('failures', '+', 1),
      locked_at: sql<Date | null>`case when locked_at is null and failures + 1 >= ${limit} then ${at} else locked_at end`,
    }))
    .where('id', '=', id)
    .returning(['failures', 'locked_at as lockedAt'])
    .executeTakeFirst()
}

/** A success while nobody is locked out, at the check that is in force. */
export async function resetFailures(tx: Tx, id: RecipientId, passed: CheckKind): Promise<void> {
  await tablesOf(tx)
    .updateTable('recipients')
    .set({ failures: 0 })
    .where('id', '=', id)
    .where('check_kind', '=', passed)
    .where('failures', '>', 0)
    .where('locked_at', 'is', null)
    .execute()
}

/** Whether there was a recipient to unlock. */
export async function liftLock(tx: Tx, id: RecipientId): Promise<boolean> {
  const row = await tablesOf(tx)
    .updateTable('recipients')
    .set({ failures: 0, locked_at: null })
    .where('id', '=', id)
    .returning('id')
    .executeTakeFirst()
  return row !== undefined
}
