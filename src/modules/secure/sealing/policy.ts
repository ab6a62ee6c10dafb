import { AppError } from '../../../contract/errors/app-error.ts'
import type { AccountId, MailboxId, OrganisationId } from '../../../lib/id/identifiers.ts'
import type { CopyRow, MessageRow } from './tables.ts'

/** Who acts on a message in the web app. */
export interface MailboxMember {
  readonly organisationId: OrganisationId
  readonly accountId: AccountId
  readonly address: string
  readonly mailboxIds: readonly MailboxId[]
}

/** Revoking, extending, completing and reading answers are for members of the mailbox the message was sent from. */
export function canHandleMessage(member: MailboxMember, message: Pick<MessageRow, 'mailbox_id'>): boolean {
  return member.mailboxIds.includes(message.mailbox_id)
}

/** Key shares still exist. */
export function isLive(message: Pick<MessageRow, 'ended_at' | 'removed_at' | 'expires_at'>, now: Date): boolean {
  return message.ended_at === null && message.removed_at === null && message.expires_at > now
}

/** Whether a copy can be opened, and why not. */
export function stateOfCopy(
  copy: Pick<CopyRow, 'state'>,
  message: Pick<MessageRow, 'ended_at' | 'removed_at' | 'expires_at'>,
  now: Date,
): 'open' | 'expired' | 'revoked' {
  if (copy.state === 'revoked' || message.removed_at !== null) return 'revoked'
  return copy.state === 'expired' || !isLive(message, now) ? 'expired' : 'open'
}

/** Whether members of the mailbox that got this copy can read it there. */
export const isReadable = (
  copy: Pick<CopyRow, 'state' | 'sealed_envelope'>,
  message: Parameters<typeof stateOfCopy>[1],
  now: Date,
): boolean => copy.sealed_envelope !== null && stateOfCopy(copy, message, now) === 'open'

/** The same answer for a message that does not exist and one of somebody else. */
export const unknownMessage = (): AppError =>
  new AppError('not-found', 'message.unknown', 'This message does not exist.')

export function requireMessage(member: MailboxMember, message: MessageRow | undefined): MessageRow {
  if (message === undefined || !canHandleMessage(member, message)) throw unknownMessage()
  return message
}
