import { z } from 'zod'
import { ids } from '../../../../contract/identifiers.ts'
import { routeRules, routes } from '../../../../lib/policy/index.ts'
import type { Sealer, Shred } from '../../../../platform/shred/shred.ts'
import { sha256 } from '../access.ts'
import type { DecidedMessage, MessageToWrite } from '../commands/decide-message.ts'
import { pending } from '../commands/draft-copies.ts'
import { orderSchema } from '../dispatch/order.ts'
import { openJson, sealJson } from '../dispatch/sealed-json.ts'
import type { JournalRow } from '../store/journal.ts'
import type { CopyRow, MessageRow } from '../tables.ts'

const text = z.string()
const nullable = text.nullable()
const bytes = text.transform((encoded) => Buffer.from(encoded, 'base64'))
const instant = z.coerce.date()

const copySchema = z.strictObject({
  id: ids.copy,
  recipientId: ids.recipient,
  address: text,
  route: z.enum(routes),
  rule: z.enum(routeRules),
  state: z.enum(['parked', 'queued']),
  mailboxId: z.nullable(ids.mailbox),
  /** An age file. */
  envelope: bytes.nullable(),
  notify: text,
  orcpt: nullable,
})

/** What the tables will hold in clear. A later version must read what an earlier one wrote. */
const factsSchema = z.strictObject({
  mailboxId: ids.mailbox,
  mailboxRecipient: text,
  mailboxRecipientMac: bytes.nullable(),
  accountId: z.nullable(ids.account),
  senderName: text,
  senderAddress: text,
  sentAt: instant,
  expiresOn: text,
  expiresAt: instant,
  sizeBytes: z.number(),
  ret: nullable,
  envid: nullable,
  returnPath: text,
  isAutomatic: z.boolean(),
  replyTo: z.array(z.strictObject({ name: text, address: text })),
  sender: z.strictObject({ kind: z.enum(['account', 'relay']), accountId: z.nullable(ids.account), address: text }),
  copies: z.array(copySchema),
})
type Facts = z.input<typeof factsSchema>

/** Half of a character that was cut in two: the tables would hold the sign for "unreadable" in its place. */
const wellFormed = (_key: string, value: unknown) => (typeof value === 'string' ? value.toWellFormed() : value)

const copyFacts = (copy: CopyRow): Facts['copies'][number] => ({
  id: copy.id,
  recipientId: copy.recipient_id,
  address: copy.address,
  route: copy.route,
  rule: copy.route_rule,
  state: copy.state === 'parked' ? 'parked' : 'queued',
  mailboxId: copy.mailbox_id,
  envelope: copy.sealed_envelope?.toString('base64') ?? null,
  notify: copy.dsn_notify,
  orcpt: copy.dsn_orcpt,
})

function factsOf({ message, copies, sender }: DecidedMessage): string {
  const facts: Facts = {
    mailboxId: message.mailbox_id,
    mailboxRecipient: message.mailbox_recipient,
    mailboxRecipientMac: message.mailbox_recipient_mac?.toString('base64') ?? null,
    accountId: message.account_id,
    senderName: message.sender_name,
    senderAddress: message.sender_address,
    sentAt: message.sent_at,
    expiresOn: message.expires_on,
    expiresAt: message.expires_at,
    sizeBytes: Number(message.size_bytes),
    ret: message.dsn_ret,
    envid: message.dsn_envid,
    returnPath: message.return_path,
    isAutomatic: message.is_automatic,
    replyTo: [...message.reply_to],
    sender,
    copies: copies.map(copyFacts),
  }
  return JSON.stringify(facts, wellFormed)
}

/** The facts are bound as well: whoever changes them in the database makes the entry unreadable, and redirects nothing. */
const contextOf = ({ id, content_id, facts }: Pick<JournalRow, 'id' | 'content_id' | 'facts'>) =>
  `journal.secrets:${id}:${content_id}:${sha256(facts).toString('hex')}`

/** The row of a message that is acknowledged and not yet written. */
export function journalRow(sealer: Sealer, decided: DecidedMessage): JournalRow {
  const { message, secrets } = decided
  const row = { id: message.id, content_id: message.content_id, facts: factsOf(decided) }
  return {
    ...row,
    organisation_id: message.organisation_id,
    accepted_at: message.sent_at,
    sealed_envelope: message.sealed_envelope,
    sealed_secrets: sealJson(sealer, contextOf(row), secrets),
    attempts: 0,
    next_attempt_at: message.sent_at,
    failure: null,
  }
}

function copyRow(row: JournalRow, { envelope, ...facts }: z.output<typeof copySchema>): CopyRow {
  return {
    ...pending,
    organisation_id: row.organisation_id,
    id: facts.id,
    message_id: row.id,
    recipient_id: facts.recipientId,
    address: facts.address,
    route: facts.route,
    route_rule: facts.rule,
    state: facts.state,
    mailbox_id: facts.mailboxId,
    sealed_envelope: envelope,
    dsn_notify: facts.notify,
    dsn_orcpt: facts.orcpt,
  }
}

function messageRow(row: JournalRow, facts: z.output<typeof factsSchema>): MessageRow {
  return {
    organisation_id: row.organisation_id,
    id: row.id,
    mailbox_id: facts.mailboxId,
    mailbox_recipient: facts.mailboxRecipient,
    mailbox_recipient_mac: facts.mailboxRecipientMac,
    account_id: facts.accountId,
    sender_name: facts.senderName,
    sender_address: facts.senderAddress,
    sent_at: facts.sentAt,
    expires_on: facts.expiresOn,
    expires_at: facts.expiresAt,
    ended_at: null,
    removed_at: null,
    content_id: row.content_id,
    size_bytes: facts.sizeBytes,
    sealed_envelope: row.sealed_envelope,
    dsn_ret: facts.ret,
    dsn_envid: facts.envid,
    return_path: facts.returnPath,
    is_automatic: facts.isAutomatic,
    reply_to: facts.replyTo,
  }
}

/**
 * What a row holds; `secrets` is null when its key no longer exists, after a restore. AppError `transit.damaged` when the server
 * secret is another one, or the row was changed.
 */
export async function readJournalRow(shred: Shred, row: JournalRow): Promise<MessageToWrite> {
  const secrets = await openJson(shred, orderSchema, { context: contextOf(row), sealed: row.sealed_secrets })
  const facts = factsSchema.parse(JSON.parse(row.facts))
  return {
    message: messageRow(row, facts),
    copies: facts.copies.map((copy) => copyRow(row, copy)),
    sender: facts.sender,
    secrets,
  }
}
