import type { AnswerId, ContentId, CopyId, MessageId, OrganisationId } from '../../../lib/id/identifiers.ts'
import type { Tx } from '../../../platform/database/database.ts'
import type { ModuleWith } from '../../../platform/module/module.ts'
import type { StoredContent } from '../../transport/delivery/index.ts'
import type { AcceptMail } from './commands/accept-mail.ts'
import type { Completion } from './commands/complete-copy.ts'
import type { notificationFailed } from './commands/notification-outcome.ts'
import type { MailedPassword, TextedPassword } from './commands/pass-password-on.ts'
import type { Revocation } from './commands/revoke-message.ts'
import type { GuestDoor } from './guest/guest-door.ts'
import type { MailboxMember } from './policy.ts'
import type { listInbox } from './queries/inbox.ts'
import type { openContent } from './queries/open-content.ts'
import type { readPassword } from './queries/read-password.ts'
import type { readConversation } from './queries/read-conversation.ts'
import type { listSentMessages } from './queries/sent-messages.ts'
import type { listWaitingMessages } from './queries/waiting-messages.ts'
import type { JournalState } from './store/journal.ts'

/** The module's acts; each is documented at its command or query. */
export interface Sealing extends ModuleWith<
  'migrations' | 'targets' | 'knownKeys' | 'jobs' | 'routes' | 'errors' | 'settings' | 'start'
> {
  readonly acceptMail: AcceptMail
  /** Of all organisations. */
  journalState(): Promise<JournalState>
  revoke(member: MailboxMember, revocation: Revocation): Promise<void>
  extend(member: MailboxMember, change: { readonly messageId: MessageId; readonly expiresAt: Date }): Promise<void>
  complete(member: MailboxMember, completion: Completion): Promise<void>
  /** Returns how many messages ended. */
  expire(): Promise<number>
  /** Returns how many contents were removed. */
  sweepContents(): Promise<number>
  listSent(
    member: MailboxMember,
    page: { readonly before?: MessageId | undefined; readonly limit: number },
  ): ReturnType<typeof listSentMessages>
  listWaiting(
    member: MailboxMember,
    page: { readonly before?: MessageId | undefined; readonly limit: number },
  ): ReturnType<typeof listWaitingMessages>
  listInbox(
    member: MailboxMember,
    page: { readonly before?: CopyId | AnswerId | undefined; readonly limit: number },
  ): ReturnType<typeof listInbox>
  readConversation(member: MailboxMember, messageId: MessageId): ReturnType<typeof readConversation>
  /** The caller owns the stream. */
  openContent(member: MailboxMember, contentId: ContentId): ReturnType<typeof openContent>
  markAnswerRead(member: MailboxMember, answerId: AnswerId): Promise<void>
  markMessageRead(member: MailboxMember, messageId: MessageId): Promise<void>
  unlockCopy(member: MailboxMember, copyId: CopyId): Promise<void>
  notificationSent(tx: Tx, sent: { readonly copyId: CopyId }): Promise<void>
  notificationFailed(tx: Tx, failed: Parameters<typeof notificationFailed>[2]): ReturnType<typeof notificationFailed>
  readPassword(member: MailboxMember, messageId: MessageId): ReturnType<typeof readPassword>
  textPassword(member: MailboxMember, texted: TextedPassword): Promise<void>
  mailPassword(member: MailboxMember, mailed: MailedPassword): Promise<void>
  passwordPassedOn(member: MailboxMember, told: { readonly messageId: MessageId }): Promise<void>
  passwordTextFailed(tx: Tx, failed: { readonly messageId: MessageId }): Promise<void>
  /** Returns how many passwords were erased. */
  erasePasswords(): Promise<number>
  /** A content that a queued mail refers to, in clear. */
  openStored(organisationId: OrganisationId, stored: StoredContent): Promise<Buffer>
  /** After a restore; returns how many links can no longer be opened. */
  findLostAccess(): Promise<number>
  /** What the portal may do for a recipient. */
  readonly guest: GuestDoor
}
