import { Readable } from 'node:stream'
import { AppError } from '../../lib/errors/app-error.ts'
import type { Tx } from '../../platform/database/database.ts'
import type { JobDefinition } from '../../platform/jobs/jobs.ts'
import { createAcceptMail } from './commands/accept-mail.ts'
import { completeCopy, type Completion } from './commands/complete-copy.ts'
import { expireMessages } from './commands/expire-messages.ts'
import { extendMessage } from './commands/extend-message.ts'
import { revokeMessage, type Revocation } from './commands/revoke-message.ts'
import { sweepContents } from './commands/sweep-contents.ts'
import { addAnswer, type IncomingAnswer } from './guest/add-answer.ts'
import { lastReported, notifySender, recordOpening } from './guest/guest-acts.ts'
import { findLink, holdsAccessCode, holdsLink, readGuestCopy, releaseShare } from './guest/guest-copy.ts'
import { senderNotice } from './mails.ts'
import { requireMessage, type MailboxMember } from './policy.ts'
import type { SealingDeps } from './ports.ts'
import { listSentMessages, readConversation } from './queries/sent-messages.ts'
import {
  findContent,
  markAnswerRead,
  markFailed,
  markNotified,
  readAnswer,
  readAnswers,
  readCopy,
  readMessage,
  readSmallContent,
} from './store.ts'

type Guest<F> = F extends (deps: SealingDeps, ...rest: infer Rest) => infer Result ? (...rest: Rest) => Result : never

const bind = <F extends (deps: SealingDeps, ...rest: never[]) => unknown>(deps: SealingDeps, act: F): Guest<F> =>
  act.bind(null, deps) as Guest<F>

export type Sealing = ReturnType<typeof createSealing>

/** From the database when it is small, from the blobs otherwise. The caller owns the stream. */
async function openStored(deps: SealingDeps, small: Buffer | undefined, contentId: string): Promise<Readable> {
  return small === undefined ? deps.blobs.open(contentId) : Readable.from([small])
}

const unknownContent = () => new AppError('not-found', 'content.unknown', 'This content does not exist.')

/** An age file that the member may read: a message they sent or an answer to it. */
async function openContent(deps: SealingDeps, member: MailboxMember, contentId: string): Promise<Readable> {
  const small = await deps.database.withOrganisation(member.organisationId, async (tx) => {
    const found = await findContent(tx, contentId)
    if (found === undefined || !member.mailboxIds.includes(found.mailboxId)) throw unknownContent()
    return readSmallContent(tx, contentId)
  })
  return openStored(deps, small, contentId)
}

/** An age file that a verified guest may read: the message of the copy or one of the guest's own answers. */
async function openGuestContent(
  deps: SealingDeps,
  input: {
    readonly organisationId: string
    readonly copyId: string
    readonly messageId: string
    readonly contentId: string
  },
): Promise<Readable> {
  const small = await deps.database.withOrganisation(input.organisationId, async (tx) => {
    const found = await findContent(tx, input.contentId)
    if (found?.messageId !== input.messageId || (found.copyId !== null && found.copyId !== input.copyId))
      throw unknownContent()
    return readSmallContent(tx, input.contentId)
  })
  return openStored(deps, small, input.contentId)
}

async function setAnswerRead(deps: SealingDeps, member: MailboxMember, answerId: string): Promise<void> {
  await deps.database.withOrganisation(member.organisationId, async (tx) => {
    const answer = await readAnswer(tx, answerId)
    requireMessage(member, answer === undefined ? undefined : await readMessage(tx, answer.message_id))
    await markAnswerRead(tx, answerId, deps.clock.now())
    if (answer?.read_at === null)
      await deps.audit.record(tx, {
        organisationId: member.organisationId,
        action: 'answer.read',
        actor: { kind: 'account', id: member.accountId, label: member.address },
        subject: { kind: 'answer', id: answerId },
      })
  })
}

async function unlockCopy(deps: SealingDeps, member: MailboxMember, copyId: string): Promise<void> {
  await deps.database.withOrganisation(member.organisationId, async (tx) => {
    const copy = await readCopy(tx, copyId)
    requireMessage(member, copy === undefined ? undefined : await readMessage(tx, copy.message_id))
    if (copy === undefined) return
    await deps.unlockRecipient(tx, {
      organisationId: member.organisationId,
      recipientId: copy.recipient_id,
      actor: { kind: 'account', id: member.accountId, label: member.address },
    })
  })
}

/** Called in the transaction that records a notification's final failure: the sender sees it in Sent and gets a mail. */
async function notificationFailed(
  deps: SealingDeps,
  tx: Tx,
  failed: { readonly organisationId: string; readonly copyId: string },
): Promise<void> {
  await markFailed(tx, failed.copyId)
  const copy = await readCopy(tx, failed.copyId)
  const message = copy === undefined ? undefined : await readMessage(tx, copy.message_id)
  if (copy === undefined || message === undefined) return
  const { language } = await deps.settingsOf(tx, failed.organisationId)
  await deps.queueMails(tx, [
    senderNotice(deps.publicUrl, message, { what: 'not-delivered', recipientAddress: copy.address, language }),
  ])
  await deps.audit.record(tx, {
    organisationId: failed.organisationId,
    action: 'copy.not-delivered',
    actor: { kind: 'system' },
    subject: { kind: 'copy', id: copy.id },
    detail: { recipient: copy.address },
  })
}

/** Binds the module's acts to its dependencies; see index.ts. */
export function createSealing(deps: SealingDeps) {
  const jobs: readonly JobDefinition[] = [
    { task: 'sealing.expire', cron: '* * * * *', run: async () => void (await expireMessages(deps)) },
    { task: 'sealing.sweep-contents', cron: '17 3 * * *', run: async () => void (await sweepContents(deps)) },
  ]
  return {
    jobs,
    acceptMail: createAcceptMail(deps),
    revoke: (member: MailboxMember, revocation: Revocation) => revokeMessage(deps, member, revocation),
    extend: (member: MailboxMember, change: { readonly messageId: string; readonly expiresAt: Date }) =>
      extendMessage(deps, member, change),
    complete: (member: MailboxMember, completion: Completion) => completeCopy(deps, member, completion),
    expire: () => expireMessages(deps),
    sweepContents: () => sweepContents(deps),
    listSent: bind(deps, listSentMessages),
    readConversation: bind(deps, readConversation),
    openContent: bind(deps, openContent),
    markAnswerRead: bind(deps, setAnswerRead),
    unlockCopy: bind(deps, unlockCopy),
    notificationSent: (tx: Tx, sent: { readonly copyId: string }) => markNotified(tx, sent.copyId, deps.clock.now()),
    notificationFailed: bind(deps, notificationFailed),
    guest: {
      findLink: bind(deps, findLink),
      readCopy: bind(deps, readGuestCopy),
      holdsLink,
      holdsAccessCode: bind(deps, holdsAccessCode),
      releaseShare: bind(deps, releaseShare),
      recordOpening: bind(deps, recordOpening),
      notifySender: bind(deps, notifySender),
      lastReported,
      addAnswer: (answer: IncomingAnswer) => addAnswer(deps, answer),
      answersOf: async (tx: Tx, copy: { readonly id: string; readonly messageId: string }) =>
        (await readAnswers(tx, [copy.messageId])).filter((answer) => answer.copy_id === copy.id),
      openContent: bind(deps, openGuestContent),
    },
  }
}
