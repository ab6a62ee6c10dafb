import { AppError } from '../../lib/errors/app-error.ts'
import type { MessageRow } from './tables.ts'

/** Who acts on a message in the web app. */
export interface MailboxMember {
  readonly organisationId: string
  readonly accountId: string
  readonly address: string
  readonly mailboxIds: readonly string[]
}

/** Reading, revoking, extending and completing are for members of the mailbox the message was sent from. */
export function canHandleMessage(member: MailboxMember, message: Pick<MessageRow, 'mailbox_id'>): boolean {
  return member.mailboxIds.includes(message.mailbox_id)
}

/** Key shares still exist. */
export function isLive(message: Pick<MessageRow, 'ended_at' | 'removed_at' | 'expires_at'>, now: Date): boolean {
  return message.ended_at === null && message.removed_at === null && message.expires_at > now
}

/** The same answer for a message that does not exist and one of somebody else. */
export function requireMessage(member: MailboxMember, message: MessageRow | undefined): MessageRow {
  if (message === undefined || !canHandleMessage(member, message))
    throw new AppError('not-found', 'message.unknown', 'This message does not exist.')
  return message
}
