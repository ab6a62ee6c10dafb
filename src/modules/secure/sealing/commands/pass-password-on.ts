import { AppError } from '../../../../contract/errors/app-error.ts'
import type { MessageId } from '../../../../lib/id/identifiers.ts'
import { parseTypedPhone } from '../../../../lib/phone/index.ts'
import { mailboxKey } from '../../../../lib/policy/index.ts'
import type { Tx } from '../../../../platform/database/database.ts'
import { passwordMail } from '../mails.ts'
import { requireMessage, type MailboxMember } from '../policy.ts'
import type { SealingDeps, SealingSettings } from '../ports.ts'
import { lockMessage, readCopies } from '../store.ts'
import { markPassedOn, readPasswords } from '../store/message-passwords.ts'
import type { CopyRow, MessageRow } from '../tables.ts'

interface KeptPassword {
  readonly message: MessageRow
  readonly copies: readonly CopyRow[]
  readonly settings: SealingSettings
}

async function requireKept(
  deps: SealingDeps,
  tx: Tx,
  input: { member: MailboxMember; messageId: MessageId },
): Promise<KeptPassword> {
  const { member, messageId } = input
  const message = requireMessage(member, await lockMessage(tx, messageId))
  const [password] = await readPasswords(tx, [messageId])
  if (password === undefined || password.shown_at === null)
    throw new AppError('not-found', 'password.none', 'There is no password for this message.')
  if (password.erased_at !== null || password.erases_at <= deps.clock.now())
    throw new AppError('conflict', 'password.erased', 'The password of this message has been erased.', {
      reason: 'gone',
    })
  return {
    message,
    copies: await readCopies(tx, [messageId]),
    settings: await deps.settingsOf(tx, member.organisationId),
  }
}

const referenceOf = (copies: readonly CopyRow[]) =>
  copies.find(({ route, reference }) => route === 'attachment' && reference !== null)?.reference ?? ''

async function recordPassedOn(
  deps: SealingDeps,
  tx: Tx,
  input: { member: MailboxMember; messageId: MessageId; by: 'sms' | 'mail' | 'hand' },
): Promise<void> {
  const { member, messageId, by } = input
  await markPassedOn(tx, messageId, deps.clock.now())
  await deps.audit.record(tx, {
    organisationId: member.organisationId,
    action: 'password.passed-on',
    actor: { kind: 'account', id: member.accountId, label: member.address },
    subject: { kind: 'message', id: messageId },
    detail: { by },
  })
}

export interface TextedPassword {
  readonly messageId: MessageId
  /** As the member's client opened it: the server keeps none that it could compare. */
  readonly password: string
  /** As a person typed it: the national form means the organisation's own country. */
  readonly number: string
}

/** Texts the password to a phone at the sender's word. AppError when the plan, the country or the budget does not allow it. */
export function textPassword(deps: SealingDeps, member: MailboxMember, texted: TextedPassword): Promise<void> {
  return deps.database.withOrganisation(member.organisationId, async (tx) => {
    const { message, copies, settings } = await requireKept(deps, tx, { member, messageId: texted.messageId })
    if (!settings.smsPasswords)
      throw new AppError('refused', 'password.no-texts', 'Your organisation does not send passwords by text message.')
    const phone = parseTypedPhone(texted.number, settings)
    if (!phone.ok) throw new AppError('invalid', 'password.number-refused', phone.publicText)
    const text = await deps.queuePasswordText(tx, {
      organisationId: member.organisationId,
      messageId: message.id,
      to: phone.e164,
      password: texted.password,
      language: settings.language,
      senderName: message.sender_name,
      reference: referenceOf(copies),
    })
    if (!text.queued) throw new AppError('invalid', text.reason, text.publicText)
    await recordPassedOn(deps, tx, { member, messageId: message.id, by: 'sms' })
  })
}

export interface MailedPassword {
  readonly messageId: MessageId
  readonly password: string
  readonly address: string
}

/** Mails the password to a second address, never to one of the message's recipients, however it is written. */
export function mailPassword(deps: SealingDeps, member: MailboxMember, mailed: MailedPassword): Promise<void> {
  return deps.database.withOrganisation(member.organisationId, async (tx) => {
    const { message, copies, settings } = await requireKept(deps, tx, { member, messageId: mailed.messageId })
    if (!settings.mailPasswords)
      throw new AppError('refused', 'password.no-mails', 'Your organisation does not send passwords by mail.')
    const key = mailboxKey(mailed.address)
    if (key === null || copies.some((copy) => mailboxKey(copy.address) === key))
      throw new AppError(
        'invalid',
        'password.same-mailbox',
        'The message itself went to this mailbox. Choose another address, or a phone.',
      )
    const { language } = settings
    const { password, address: to } = mailed
    await deps.queueMails(tx, [passwordMail(message, { to, password, reference: referenceOf(copies), language })])
    await recordPassedOn(deps, tx, { member, messageId: message.id, by: 'mail' })
  })
}

/** The sender's word that they told the password, at the telephone or in person: it no longer waits for them. */
export function passwordPassedOn(
  deps: SealingDeps,
  member: MailboxMember,
  { messageId }: { readonly messageId: MessageId },
): Promise<void> {
  return deps.database.withOrganisation(member.organisationId, async (tx) => {
    await requireKept(deps, tx, { member, messageId })
    await recordPassedOn(deps, tx, { member, messageId, by: 'hand' })
  })
}
