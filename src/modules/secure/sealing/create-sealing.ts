import type { Tx } from '../../../platform/database/database.ts'
import type { ModuleWith } from '../../../platform/module/module.ts'
import type { StoredContent } from '../../transport/delivery/index.ts'
import { createAcceptMail, type AcceptMail } from './commands/accept-mail.ts'
import { completeCopy, type Completion } from './commands/complete-copy.ts'
import { findLostAccess } from './commands/find-lost-access.ts'
import { expireMessages } from './commands/expire-messages.ts'
import { extendMessage } from './commands/extend-message.ts'
import { markAnswerRead } from './commands/mark-answer-read.ts'
import { markMessageRead } from './commands/mark-message-read.ts'
import { eraseOldPasswords } from './commands/erase-passwords.ts'
import { notificationFailed, notificationSent } from './commands/notification-outcome.ts'
import {
  mailPassword,
  passwordPassedOn,
  textPassword,
  type MailedPassword,
  type TextedPassword,
} from './commands/pass-password-on.ts'
import { passwordTextFailed } from './commands/password-text-failed.ts'
import { revokeMessage, type Revocation } from './commands/revoke-message.ts'
import { sweepContents } from './commands/sweep-contents.ts'
import { unlockCopy } from './commands/unlock-copy.ts'
import { openStored } from './dispatch/package-contents.ts'
import { createGuestDoor, type GuestDoor } from './guest/guest-door.ts'
import { sealingJobs } from './jobs.ts'
import type { MailboxMember } from './policy.ts'
import type { SealingDeps } from './ports.ts'
import { listInbox } from './queries/inbox.ts'
import { openContent } from './queries/open-content.ts'
import { readPassword } from './queries/read-password.ts'
import { readConversation } from './queries/read-conversation.ts'
import { listSentMessages } from './queries/sent-messages.ts'
import { messageTargets } from './store/message-targets.ts'
import { knownKeys } from './store/shares.ts'

/** The module's acts; each is documented at its command or query. */
export interface Sealing extends ModuleWith<'migrations' | 'targets' | 'knownKeys' | 'jobs'> {
  readonly acceptMail: AcceptMail
  revoke(member: MailboxMember, revocation: Revocation): Promise<void>
  extend(member: MailboxMember, change: { readonly messageId: string; readonly expiresAt: Date }): Promise<void>
  complete(member: MailboxMember, completion: Completion): Promise<void>
  /** Returns how many messages ended. */
  expire(): Promise<number>
  /** Returns how many contents were removed. */
  sweepContents(): Promise<number>
  listSent(
    member: MailboxMember,
    page: { readonly before?: string | undefined; readonly limit: number },
  ): ReturnType<typeof listSentMessages>
  listInbox(
    member: MailboxMember,
    page: { readonly before?: string | undefined; readonly limit: number },
  ): ReturnType<typeof listInbox>
  readConversation(member: MailboxMember, messageId: string): ReturnType<typeof readConversation>
  /** The caller owns the stream. */
  openContent(member: MailboxMember, contentId: string): ReturnType<typeof openContent>
  markAnswerRead(member: MailboxMember, answerId: string): Promise<void>
  markMessageRead(member: MailboxMember, messageId: string): Promise<void>
  unlockCopy(member: MailboxMember, copyId: string): Promise<void>
  notificationSent(tx: Tx, sent: { readonly copyId: string }): Promise<void>
  notificationFailed(tx: Tx, failed: Parameters<typeof notificationFailed>[2]): ReturnType<typeof notificationFailed>
  readPassword(member: MailboxMember, messageId: string): ReturnType<typeof readPassword>
  textPassword(member: MailboxMember, texted: TextedPassword): Promise<void>
  mailPassword(member: MailboxMember, mailed: MailedPassword): Promise<void>
  passwordPassedOn(member: MailboxMember, told: { readonly messageId: string }): Promise<void>
  passwordTextFailed(tx: Tx, failed: { readonly messageId: string }): Promise<void>
  /** Returns how many passwords were erased. */
  erasePasswords(): Promise<number>
  /** A content that a queued mail refers to, in clear. */
  openStored(organisationId: string, stored: StoredContent): Promise<Buffer>
  /** After a restore; returns how many links can no longer be opened. */
  findLostAccess(): Promise<number>
  /** What the portal may do for a recipient. */
  readonly guest: GuestDoor
}

export function createSealing(deps: SealingDeps): Sealing {
  return {
    jobs: sealingJobs(deps),
    acceptMail: createAcceptMail(deps),
    revoke: (member, revocation) => revokeMessage(deps, member, revocation),
    extend: (member, change) => extendMessage(deps, member, change),
    complete: (member, completion) => completeCopy(deps, member, completion),
    expire: () => expireMessages(deps),
    sweepContents: () => sweepContents(deps),
    listSent: (member, page) => listSentMessages(deps, member, page),
    listInbox: (member, page) => listInbox(deps, member, page),
    readConversation: (member, messageId) => readConversation(deps, member, messageId),
    openContent: (member, contentId) => openContent(deps, member, contentId),
    markAnswerRead: (member, answerId) => markAnswerRead(deps, member, answerId),
    markMessageRead: (member, messageId) => markMessageRead(deps, member, messageId),
    unlockCopy: (member, copyId) => unlockCopy(deps, member, copyId),
    readPassword: (member, messageId) => readPassword(deps, member, messageId),
    textPassword: (member, texted) => textPassword(deps, member, texted),
    mailPassword: (member, mailed) => mailPassword(deps, member, mailed),
    passwordPassedOn: (member, told) => passwordPassedOn(deps, member, told),
    passwordTextFailed: (tx, failed) => passwordTextFailed(deps, tx, failed),
    erasePasswords: () => eraseOldPasswords(deps),
    openStored: (organisationId, stored) => openStored(deps, organisationId, stored),
    notificationSent: (tx, sent) => notificationSent(deps, tx, sent),
    notificationFailed: (tx, failed) => notificationFailed(deps, tx, failed),
    name: 'sealing',
    migrations: { module: 'sealing', folder: new URL('./migrations/', import.meta.url) },
    targets: [messageTargets],
    knownKeys,
    findLostAccess: () => findLostAccess(deps),
    guest: createGuestDoor(deps),
  }
}
