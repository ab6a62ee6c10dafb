import { sealingCodes } from '../../../contract/errors/sealing.ts'
import { createAcceptMail } from './commands/accept-mail.ts'
import { completeCopy } from './commands/complete-copy.ts'
import { findLostAccess } from './commands/find-lost-access.ts'
import { expireMessages } from './commands/expire-messages.ts'
import { extendMessage } from './commands/extend-message.ts'
import { markAnswerRead } from './commands/mark-answer-read.ts'
import { markMessageRead } from './commands/mark-message-read.ts'
import { eraseOldPasswords } from './commands/erase-passwords.ts'
import { notificationFailed, notificationSent } from './commands/notification-outcome.ts'
import { mailPassword, passwordPassedOn, textPassword } from './commands/pass-password-on.ts'
import { passwordTextFailed } from './commands/password-text-failed.ts'
import { revokeMessage } from './commands/revoke-message.ts'
import { sweepContents } from './commands/sweep-contents.ts'
import { unlockCopy } from './commands/unlock-copy.ts'
import { openStored } from './dispatch/package-contents.ts'
import { createGuestDoor } from './guest/guest-door.ts'
import { sealingJobs } from './jobs.ts'
import { Journal } from './journal/journal.ts'
import type { SealingDeps } from './ports.ts'
import { listInbox } from './queries/inbox.ts'
import { openContent } from './queries/open-content.ts'
import { readPassword } from './queries/read-password.ts'
import { readConversation } from './queries/read-conversation.ts'
import { listSentMessages } from './queries/sent-messages.ts'
import { registerSealingRoutes } from './routes.ts'
import { sealingSettings } from './settings.ts'
import { messageTargets } from './store/message-targets.ts'
import { listWaitingMessages } from './queries/waiting-messages.ts'
import { readJournalState } from './store/journal.ts'
import { knownKeys } from './store/shares.ts'
import type { Sealing } from './sealing.ts'

export function createSealing(deps: SealingDeps): Sealing {
  const journal = new Journal(deps)
  const sealing: Sealing = {
    jobs: sealingJobs(deps),
    // Who takes messages writes them as well.
    startsIn: ['submission', 'jobs'],
    start() {
      journal.start()
      return { stop: () => journal.stop() }
    },
    acceptMail: createAcceptMail(deps, journal),
    journalState: () => deps.database.withoutOrganisation(readJournalState),
    revoke: (member, revocation) =>
      journal.actOn(member.organisationId, revocation.messageId, () => revokeMessage(deps, member, revocation)),
    extend: (member, change) =>
      journal.actOn(member.organisationId, change.messageId, () => extendMessage(deps, member, change)),
    complete: (member, completion) => completeCopy(deps, member, completion),
    expire: () => expireMessages(deps),
    sweepContents: () => sweepContents(deps),
    listSent: (member, page) => listSentMessages(deps, member, page),
    listWaiting: (member, page) => listWaitingMessages(deps, member, page),
    listInbox: (member, page) => listInbox(deps, member, page),
    readConversation: (member, messageId) =>
      journal.actOn(member.organisationId, messageId, () => readConversation(deps, member, messageId)),
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
    errors: sealingCodes,
    settings: sealingSettings,
    routes: (server) => registerSealingRoutes(server, { ...deps, sealing }),
    findLostAccess: () => findLostAccess(deps),
    guest: createGuestDoor(deps),
  }
  return sealing
}
