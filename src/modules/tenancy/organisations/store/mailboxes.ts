import type { AccountId, MailboxId, OrganisationId } from '../../../../lib/id/identifiers.ts'
import type { Tx } from '../../../../platform/database/database.ts'
import type { TargetTable } from '../../../../platform/targets/bind-targets-once.ts'
import { tablesOf } from './tables.ts'

export interface Mailbox {
  readonly id: MailboxId
  readonly address: string
  readonly displayName: string
  /** Public age recipient; what the mailbox may read is encrypted to it. */
  readonly recipient: string
  /** Binds the recipient to this mailbox; null in a row that nobody bound. */
  readonly recipientMac: Buffer | null
  readonly kind: 'personal' | 'shared'
}

/** A mailbox as one of its members sees it. */
export interface MemberMailbox extends Mailbox {
  /** Age file: the mailbox identity encrypted to the member's account. */
  readonly sealedIdentity: Buffer
}

export interface MailboxMember {
  readonly accountId: AccountId
  readonly sealedIdentity: Uint8Array
}

/** For the one binding of keys that an older version stored. */
export const mailboxTargets: TargetTable = {
  kind: 'mailbox',
  unbound: `select organisation_id, id, address as holder, recipient from sealpost.mailboxes
    where recipient_mac is null limit $1`,
  bind: `update sealpost.mailboxes m set recipient_mac = b.mac
    from unnest($1::uuid[], $2::uuid[], $3::bytea[]) b (organisation_id, id, mac)
    where m.organisation_id = b.organisation_id and m.id = b.id`,
}

const columns = [
  'm.id',
  'm.address',
  'm.display_name as displayName',
  'm.recipient',
  'm.recipient_mac as recipientMac',
  'm.kind',
] as const

/** False when the address is taken, by whatever organisation. */
export async function insertMailbox(
  tx: Tx,
  mailbox: Mailbox & { readonly organisationId: OrganisationId },
  createdAt: Date,
): Promise<boolean> {
  const made = await tablesOf(tx)
    .insertInto('mailboxes')
    .values({
      organisation_id: mailbox.organisationId,
      id: mailbox.id,
      address: mailbox.address,
      display_name: mailbox.displayName,
      recipient: mailbox.recipient,
      recipient_mac: mailbox.recipientMac,
      kind: mailbox.kind,
      created_at: createdAt,
    })
    .onConflict((conflict) => conflict.column('address').doNothing())
    .returning('id')
    .executeTakeFirst()
  return made !== undefined
}

export async function insertMembers(
  tx: Tx,
  mailbox: { readonly organisationId: OrganisationId; readonly mailboxId: MailboxId },
  members: readonly MailboxMember[],
): Promise<void> {
  const rows = members.map((member) => ({
    organisation_id: mailbox.organisationId,
    mailbox_id: mailbox.mailboxId,
    account_id: member.accountId,
    sealed_identity: Buffer.from(member.sealedIdentity),
  }))
  await tablesOf(tx).insertInto('mailbox_members').values(rows).execute()
}

export function readMailbox(tx: Tx, id: MailboxId): Promise<Mailbox | undefined> {
  return tablesOf(tx).selectFrom('mailboxes as m').select(columns).where('m.id', '=', id).executeTakeFirst()
}

export function readMailboxOfAddress(tx: Tx, address: string): Promise<Mailbox | undefined> {
  return tablesOf(tx).selectFrom('mailboxes as m').select(columns).where('m.address', '=', address).executeTakeFirst()
}

/** Which of these addresses are mailboxes of the organisation. */
export function readMailboxesOfAddresses(tx: Tx, addresses: readonly string[]): Promise<Mailbox[]> {
  return tablesOf(tx)
    .selectFrom('mailboxes as m')
    .select(columns)
    .where(({ eb, val }) => eb('m.address', '=', eb.fn.any(val([...addresses]))))
    .execute()
}

/** The personal mailbox comes first. */
export function readMailboxesOf(tx: Tx, accountId: AccountId): Promise<MemberMailbox[]> {
  return tablesOf(tx)
    .selectFrom('mailbox_members as b')
    .innerJoin('mailboxes as m', (join) =>
      join.onRef('m.organisation_id', '=', 'b.organisation_id').onRef('m.id', '=', 'b.mailbox_id'),
    )
    .select([...columns, 'b.sealed_identity as sealedIdentity'])
    .where('b.account_id', '=', accountId)
    .orderBy('m.kind')
    .orderBy('m.address')
    .execute()
}
