import type { RecipientId } from '../id/identifiers.ts'
import type { E164 } from '../phone/index.ts'
import { mailboxKey } from './mailbox-key.ts'

/** Somebody who gets the encrypted attachments. */
export interface PasswordRecipient {
  readonly id: RecipientId
  readonly address: string
  /** The number remembered for their SMS check. */
  readonly phone: E164 | null
}

export interface PasswordQuestion {
  readonly recipients: readonly PasswordRecipient[]
  /** Addresses of this message's recipients who take another route; no password goes there either. */
  readonly otherRecipients?: readonly string[]
  /** Named in the message: `+49…@sms.local` and X-Sealpost-Password-To. */
  readonly phones: readonly E164[]
  /** Mail addresses of X-Sealpost-Password-To. */
  readonly otherAddresses: readonly string[]
  readonly textsAllowed: boolean
  readonly mailsAllowed: boolean
  readonly copyToSender: boolean
}

/** Why the sender gets the password; null when they do not. */
export type SenderReason = 'no-phone' | 'plan' | 'copy' | 'partly' | null

export interface PasswordPlan {
  readonly texts: readonly E164[]
  readonly mails: readonly string[]
  readonly toSender: boolean
  readonly reason: SenderReason
  /** To be kept as the recipient's SMS check; the caller leaves a check of another kind alone. */
  readonly remember: { readonly recipientId: RecipientId; readonly phone: E164 } | null
}

/**
 * Decides who gets the one password of a message. Every named phone does. Where fewer phones than recipients are named,
 * the numbers remembered for recipients get it as well. Mail addresses get it only if the organisation allows that, and
 * never one that belongs to a recipient of the message, however it is written. The sender gets it when phones do not
 * reach everybody, when no texts may be sent, or when the organisation wants a copy; a mail address, the weaker way,
 * spares nobody that. One phone and one recipient without a number: remembered.
 */
export function planPassword(question: PasswordQuestion): PasswordPlan {
  const { recipients, textsAllowed, copyToSender } = question
  const phones = [...new Set(question.phones)]
  const texts = textsAllowed ? textsOf(recipients, phones) : []
  const reason = reasonFor({ textsAllowed, texts, isCovered: isCovered(recipients, phones), copyToSender })
  return { texts, mails: mailsOf(question), toSender: reason !== null, reason, remember: rememberOf(question, phones) }
}

function textsOf(recipients: readonly PasswordRecipient[], phones: readonly E164[]): readonly E164[] {
  if (phones.length >= recipients.length) return phones
  return [...new Set([...phones, ...rememberedOf(recipients)])]
}

/** Whether there is a phone for everybody; a named phone that is remembered for one recipient serves no other. */
function isCovered(recipients: readonly PasswordRecipient[], phones: readonly E164[]): boolean {
  if (phones.length >= recipients.length) return true
  const remembered = rememberedOf(recipients)
  const forOthers = phones.filter((phone) => !remembered.includes(phone))
  return forOthers.length >= recipients.filter(({ phone }) => phone === null).length
}

function rememberedOf(recipients: readonly PasswordRecipient[]): readonly E164[] {
  return recipients.flatMap(({ phone }) => phone ?? [])
}

function reasonFor(facts: {
  readonly textsAllowed: boolean
  readonly texts: readonly E164[]
  readonly isCovered: boolean
  readonly copyToSender: boolean
}): SenderReason {
  if (!facts.textsAllowed) return 'plan'
  if (facts.texts.length === 0) return 'no-phone'
  if (!facts.isCovered) return 'partly'
  return facts.copyToSender ? 'copy' : null
}

function mailsOf({ recipients, otherRecipients = [], otherAddresses, mailsAllowed }: PasswordQuestion): string[] {
  if (!mailsAllowed) return []
  const taken = new Set([...recipients.map(({ address }) => mailboxKey(address)), ...otherRecipients.map(mailboxKey)])
  return [...new Set(otherAddresses)].filter((address) => {
    const key = mailboxKey(address)
    return key !== null && !taken.has(key)
  })
}

function rememberOf(question: PasswordQuestion, phones: readonly E164[]): PasswordPlan['remember'] {
  const { recipients, otherRecipients = [], textsAllowed } = question
  const [recipient] = recipients
  const [phone] = phones
  if (!textsAllowed || recipient === undefined || phone === undefined) return null
  if (recipients.length + otherRecipients.length !== 1 || phones.length !== 1 || recipient.phone !== null) return null
  return { recipientId: recipient.id, phone }
}
