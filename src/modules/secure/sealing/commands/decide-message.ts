import { AppError } from '../../../../contract/errors/app-error.ts'
import type { ContentId } from '../../../../lib/id/identifiers.ts'
import { formatConversationSeed } from '../../../../lib/split-key/index.ts'
import { mailboxDigestOf } from '../access.ts'
import type { DispatchOrder } from '../dispatch/order.ts'
import { bindMessage, type SenderMailbox } from '../encryption-targets.ts'
import type { MailSender } from '../incoming-mail.ts'
import type { SealingDeps } from '../ports.ts'
import type { CopyRow, MessageRow, SmallContentRow } from '../tables.ts'
import { reportAddressOf } from '../telling.ts'
import { draftCopies, type PreparedMessage, type Surroundings } from './draft-copies.ts'
import { senderKey } from './read-surroundings.ts'
import { sealForSender } from './seal-for-sender.ts'

/** Who handed a message in, for the audit log. */
export type DecidedSender = Pick<MailSender, 'kind' | 'accountId' | 'address'>

/** What is still to be written of a message that was taken. */
export interface MessageToWrite {
  readonly message: MessageRow
  /** Without access. */
  readonly copies: readonly CopyRow[]
  readonly sender: DecidedSender
  /** Null when their key was lost, with a restore, before the message was written. */
  readonly secrets: DispatchOrder | null
}

/**
 * A message that was taken: nothing refuses it any more. What remains is to give its recipients access, to queue its mails and
 * to write it down.
 */
export interface DecidedMessage extends MessageToWrite {
  readonly message: MessageRow & { readonly content_id: ContentId; readonly sealed_envelope: Buffer }
  readonly secrets: DispatchOrder
}

/** Whoever writes from another mailbox than their own, a shared one, writes in its name. */
function senderName(sender: MailSender, mailbox: SenderMailbox): string {
  const names = [sender.displayName, mailbox.displayName, mailbox.address]
  const isShared = sender.kind === 'account' && sender.mailboxId === null
  return (isShared ? names.slice(1) : names).find((name) => name !== '') ?? mailbox.address
}

function messageRow(
  deps: SealingDeps,
  prepared: PreparedMessage,
  parts: { readonly mailbox: SenderMailbox; readonly envelope: Buffer } & Pick<Surroundings, 'lastDay'>,
): DecidedMessage['message'] {
  const { mail, header } = prepared
  const { mailbox, envelope, lastDay } = parts
  const target = {
    organisation_id: mail.sender.organisationId,
    id: prepared.messageId,
    mailbox_id: mailbox.id,
    mailbox_recipient: mailbox.recipient,
  }
  return {
    ...target,
    mailbox_recipient_mac: bindMessage(deps, target),
    account_id: mail.sender.accountId,
    sender_name: senderName(mail.sender, mailbox),
    sender_address: mail.sender.writtenAddress,
    sent_at: deps.clock.now(),
    expires_on: lastDay.day,
    expires_at: lastDay.end,
    ended_at: null,
    removed_at: null,
    content_id: prepared.contentId,
    size_bytes: prepared.content.sizeBytes,
    sealed_envelope: envelope,
    dsn_ret: mail.ret,
    dsn_envid: mail.envid,
    return_path: mail.envelopeFrom,
    is_automatic: header.isAutomatic,
    reply_to: header.replyTo,
  }
}

/** Everything that is not to be found at rest. */
function secretsOf(
  prepared: PreparedMessage,
  { mailbox, around }: { readonly mailbox: SenderMailbox; readonly around: Surroundings },
): DispatchOrder {
  const { header, seed, answersKey } = prepared
  const addressing = around.addressing.get(prepared)
  return {
    conversationIdentity: formatConversationSeed(seed),
    answers: { key: answersKey, mailboxDigest: mailboxDigestOf(mailbox.recipient) },
    subject: header.subject,
    phones: [...(addressing?.phones ?? [])],
    passwordAddresses: [...(addressing?.passwordAddresses ?? [])],
    thread: header.thread,
  }
}

/** Mails to these are queued with the message; an address that none can be sent to refuses it now. */
function addressesOf(message: MessageRow, copies: readonly CopyRow[]): readonly string[] {
  const told = copies.filter(({ state, route }) => state === 'queued' && route === 'portal')
  const reports = told.length === 0 ? [] : [message.return_path, reportAddressOf(message)]
  const parked = copies.some(({ state }) => state === 'parked') ? [message.sender_address] : []
  return [...told.map(({ address }) => address), ...reports.filter((address) => address !== ''), ...parked]
}

export interface Decision {
  readonly message: DecidedMessage
  /** The sealed content, unless it is a blob. */
  readonly small: SmallContentRow | null
}

/** Says what becomes of a message and seals it. Throws AppError when it is refused; afterwards nothing refuses it. */
export function decideMessage(deps: SealingDeps, prepared: PreparedMessage, around: Surroundings): Decision {
  const { sender } = prepared.mail
  const mailbox = around.mailboxes.get(senderKey(sender))
  if (mailbox === undefined)
    throw new AppError('broken', 'message.mailbox-not-read', 'The mailbox of this message was not read.')
  const copies = draftCopies(deps, prepared, around)
  const { envelope, small } = sealForSender(prepared, mailbox)
  const message = messageRow(deps, prepared, { mailbox, envelope, lastDay: around.lastDay })
  for (const address of addressesOf(message, copies)) deps.requireMailAddress(address)
  const { kind, accountId, address } = sender
  const secrets = secretsOf(prepared, { mailbox, around })
  return { message: { message, copies, sender: { kind, accountId, address }, secrets }, small }
}
