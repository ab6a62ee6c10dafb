import type { SealedPassword } from '../../../../contract/messages.ts'
import { encodeUtf8 } from '../../../../lib/bytes/index.ts'
import { isAppError } from '../../../../lib/errors/app-error.ts'
import { maskPhone } from '../../../../lib/phone/index.ts'
import { encryptBytes, type AuthenticRecipient } from '../../../../platform/age/index.ts'
import type { Tx } from '../../../../platform/database/database.ts'
import { rememberNamedPhone } from '../commands/remember-phone.ts'
import { passwordMail } from '../mails.ts'
import { passwordReadyMails, type PasswordReason } from '../sender-mails.ts'
import type { SealingDeps } from '../ports.ts'
import { insertPassword } from '../store/message-passwords.ts'
import type { WaitingCopy, WaitingMessage } from './read-waiting.ts'

const dayMs = 24 * 3600_000
/** A text that did not arrive is known by then: texts with a password live a day. */
const heldMs = 3 * dayMs

/**
 * The number a recipient reads in the mail, so that they know where to look: their own one, or the only one named when
 * nobody else reads the message.
 */
export function phoneShownTo({ phone }: WaitingCopy, { plan, attachments }: WaitingMessage): string | null {
  const [first] = plan.texts
  if (phone !== null && plan.texts.some((text) => text === phone)) return maskPhone(phone)
  return first !== undefined && plan.texts.length === 1 && attachments.length === 1 ? maskPhone(first) : null
}

/** One phone and one recipient without a check: from now on their codes go there too. */
export async function rememberPhone(
  deps: SealingDeps,
  tx: Tx,
  { plan, message, attachments }: WaitingMessage,
): Promise<void> {
  const known = attachments.find(({ recipient }) => recipient.id === plan.remember?.recipientId)
  if (plan.remember === null || known === undefined) return
  const [recipient] = await deps.recipientsById(tx, [known.recipient.id])
  if (recipient?.check !== null) return
  const actor = { kind: 'account', id: message.account_id ?? undefined, label: message.sender_address } as const
  try {
    await deps.rememberNumber(tx, {
      organisationId: message.organisation_id,
      address: recipient.address,
      number: plan.remember.phone,
      actor,
    })
  } catch (error) {
    // A country without texts: the text is refused as well, and the sender then gets the password.
    if (!isAppError(error)) throw error
  }
}

/** The same where files cannot be made and the portal takes over, whether or not passwords may leave by text message. */
export async function rememberPhoneOfPortal(
  deps: SealingDeps,
  tx: Tx,
  { message, order, all }: WaitingMessage,
): Promise<void> {
  const recipients = await deps.recipientsById(tx, [...new Set(all.map((copy) => copy.recipient_id))])
  await rememberNamedPhone(deps, tx, {
    organisationId: message.organisation_id,
    actor: { kind: 'account', id: message.account_id ?? undefined, label: message.sender_address },
    recipients,
    phones: order.phones,
  })
}

/** Texts the password to every planned phone; false when one of them was refused. */
export async function textPassword(
  deps: SealingDeps,
  tx: Tx,
  input: { readonly waiting: WaitingMessage; readonly password: string; readonly reference: string },
): Promise<boolean> {
  const { waiting, password, reference } = input
  const { message, settings, plan } = waiting
  let isComplete = true
  for (const to of plan.texts) {
    const text = await deps.queuePasswordText(tx, {
      organisationId: message.organisation_id,
      messageId: message.id,
      to,
      password,
      language: settings.language,
      senderName: message.sender_name,
      reference,
    })
    if (!text.queued) isComplete = false
  }
  return isComplete
}

/**
 * Brings the password of a message to those who are to have it beside the phones: second addresses, the sender. It is kept
 * for the sender in any case, encrypted to the mailbox, but shown only when planned or when a text fails.
 */
export async function sendPassword(
  deps: SealingDeps,
  tx: Tx,
  input: {
    readonly waiting: WaitingMessage
    readonly password: string
    /** The sender's, from a binding that was checked. */
    readonly mailbox: AuthenticRecipient
    readonly reference: string
    readonly isTexted: boolean
  },
): Promise<void> {
  const { waiting, password, mailbox, reference, isTexted } = input
  const { message, settings, plan, attachments, order } = waiting
  const reason: PasswordReason | null = isTexted ? plan.reason : 'text-failed'
  const now = deps.clock.now()
  const sealed: SealedPassword = { messageId: message.id, password }
  await insertPassword(tx, {
    organisation_id: message.organisation_id,
    message_id: message.id,
    sealed: Buffer.from(encryptBytes(encodeUtf8(JSON.stringify(sealed)), [mailbox])),
    shown_at: reason === null ? null : now,
    // A copy that the organisation wants is for the files; nobody waits for it.
    passed_on_at: reason === null || reason === 'copy' ? now : null,
    erases_at: new Date(now.getTime() + (reason === null ? heldMs : settings.passwordDays * dayMs)),
    erased_at: null,
  })
  const copies = attachments.map(({ copy }) => copy)
  await deps.queueMails(tx, [
    ...plan.mails.map((to) => passwordMail(message, { to, password, reference, language: settings.language })),
    ...(reason === null
      ? []
      : passwordReadyMails(deps.publicUrl, message, { copies, subject: order.subject, reason, settings })),
  ])
  await deps.audit.record(tx, {
    organisationId: message.organisation_id,
    action: 'password.sent',
    actor: { kind: 'system' },
    subject: { kind: 'message', id: message.id },
    detail: { texts: plan.texts.length, mails: plan.mails.length, toSender: reason },
  })
}
