import type { AnswerView, CopyView, MessageView, ReceivedView } from '../../../contract/messages.ts'
import { encodeBase64Url } from '../../../lib/bytes/index.ts'
import { stateOfCopy } from './policy.ts'
import type { CheckedRecipient } from './ports.ts'
import type { PasswordRow } from './store/dispatch-tables.ts'
import type { AnswerRow, CopyRow, MessageRow } from './tables.ts'

export const encoded = (sealed: Buffer | null): string | null => (sealed === null ? null : encodeBase64Url(sealed))

const iso = (time: Date | null): string | null => time?.toISOString() ?? null

/** A copy as the sender sees it. A locked recipient shows on copies that could otherwise be opened. */
export function presentCopy(copy: CopyRow, recipient: CheckedRecipient | undefined): CopyView {
  const isLocked = recipient?.lockedAt !== null && recipient?.lockedAt !== undefined && copy.wrapped_identity !== null
  return {
    id: copy.id,
    recipientId: copy.recipient_id,
    address: copy.address,
    check: copy.check_kind ?? recipient?.check ?? null,
    maskedNumber: recipient?.maskedNumber ?? null,
    state: isLocked ? 'locked' : copy.state,
    route: copy.route,
    routeRule: copy.route_rule,
    asksForPassword: copy.portal_password,
    signsIn: copy.mailbox_id !== null,
    notifiedAt: iso(copy.notified_at),
    openedAt: iso(copy.opened_at),
    newLinkRequestedAt: iso(copy.new_link_requested_at),
    numberReportedWrongAt: iso(copy.number_reported_wrong_at),
  }
}

function presentPassword(password: PasswordRow | undefined): MessageView['password'] {
  if (password?.shown_at === null || password === undefined) return null
  const passedOnAt = iso(password.passed_on_at)
  return password.erased_at === null
    ? { state: 'kept', erasesAt: password.erases_at.toISOString(), passedOnAt }
    : { state: 'erased', erasesAt: null, passedOnAt }
}

/** A message with what belongs to it. */
export interface MessageParts {
  readonly copies: readonly CopyView[]
  readonly answers: readonly AnswerRow[]
  readonly password: PasswordRow | undefined
}

export function presentMessage(message: MessageRow, { copies, answers, password }: MessageParts): MessageView {
  return {
    id: message.id,
    mailboxId: message.mailbox_id,
    sentAt: message.sent_at.toISOString(),
    expiresOn: message.expires_on,
    expiresAt: message.expires_at.toISOString(),
    removedAt: iso(message.removed_at),
    sizeBytes: Number(message.size_bytes),
    sealedEnvelope: encoded(message.sealed_envelope),
    copies: [...copies],
    password: presentPassword(password),
    answers: answers.length,
    unreadAnswers: answers.filter((answer) => answer.read_at === null).length,
  }
}

export function presentAnswer(answer: AnswerRow, fromAddress: string): AnswerView[] {
  if (answer.content_id === null) return []
  return [
    {
      id: answer.id,
      copyId: answer.copy_id,
      fromAddress,
      verifiedBy: answer.verified_by,
      receivedAt: answer.received_at.toISOString(),
      sizeBytes: Number(answer.size_bytes),
      contentId: answer.content_id,
      readAt: iso(answer.read_at),
    },
  ]
}

/** A message as somebody with the mailbox of the copy got it. What ended by the clock is closed before the job destroys it. */
export function presentReceived(copy: CopyRow, message: MessageRow, now: Date): ReceivedView {
  const from = { name: message.sender_name, address: message.sender_address }
  const state = stateOfCopy(copy, message, now)
  return {
    mailboxId: copy.mailbox_id ?? message.mailbox_id,
    from,
    answersTo: message.reply_to.length === 0 ? [from] : [...message.reply_to],
    state,
    sealedEnvelope: state === 'open' ? encoded(copy.sealed_envelope) : null,
    openedAt: iso(copy.opened_at),
  }
}
