import type { MessageId, OrganisationId } from '../../../../lib/id/identifiers.ts'
import { planPassword, type PasswordPlan } from '../../../../lib/policy/index.ts'
import { parsePhone, type E164 } from '../../../../lib/phone/index.ts'
import type { Tx } from '../../../../platform/database/database.ts'
import { isLive } from '../policy.ts'
import type { CheckedRecipient, SealingDeps, SealingSettings } from '../ports.ts'
import { readCopies, readMessage } from '../store.ts'
import { readDispatch } from '../store/dispatches.ts'
import type { CopyRow, MessageRow } from '../tables.ts'
import { endOrders } from './end-secrets.ts'
import { giveUpOrder } from './give-up-order.ts'
import { openOrder, type DispatchOrder } from './order.ts'

/** A message that was accepted and waits to be packed or handed to delivery. */
export interface WaitingMessage {
  readonly message: MessageRow
  readonly order: DispatchOrder
  readonly settings: SealingSettings
  readonly attachments: readonly WaitingCopy[]
  readonly direct: readonly WaitingCopy[]
  /** Every copy of the message, whatever its route and state. */
  readonly all: readonly CopyRow[]
  readonly plan: PasswordPlan
}

export interface WaitingCopy {
  readonly copy: CopyRow
  readonly recipient: CheckedRecipient
  /** E.164 of the phone their codes go to, if that is their check. */
  readonly phone: string | null
}

export interface DispatchTarget {
  readonly organisationId: OrganisationId
  readonly messageId: MessageId
}

/** Of all copies those that have not left: revoked and expired ones are no longer among them. */
const isWaiting = (copy: CopyRow) => copy.state === 'queued' && copy.route !== 'portal' && copy.token_hash === null

export async function waitingCopies(deps: SealingDeps, tx: Tx, all: readonly CopyRow[]): Promise<WaitingCopy[]> {
  const copies = all.filter(isWaiting)
  const recipients = new Map(
    (
      await deps.recipientsById(
        tx,
        copies.map((copy) => copy.recipient_id),
      )
    ).map((recipient) => [recipient.id, recipient]),
  )
  const waiting: WaitingCopy[] = []
  for (const copy of copies) {
    const recipient = recipients.get(copy.recipient_id)
    if (recipient === undefined) continue
    const phone = recipient.check === 'sms' ? await deps.numberOf(tx, recipient.id) : null
    waiting.push({ copy, recipient, phone })
  }
  return waiting
}

interface PlanFacts {
  readonly order: DispatchOrder
  readonly settings: SealingSettings
  readonly attachments: readonly WaitingCopy[]
  /** Recipients of the message who take another route. */
  readonly others: readonly string[]
}

const e164Of = (number: string | null): E164 | null => {
  const parsed = number === null ? null : parsePhone(number)
  return parsed?.ok === true ? parsed.e164 : null
}

function planFor({ order, settings, attachments, others }: PlanFacts): PasswordPlan {
  return planPassword({
    recipients: attachments.map(({ recipient: { id, address }, phone }) => ({ id, address, phone: e164Of(phone) })),
    otherRecipients: others,
    phones: order.phones.flatMap((phone) => e164Of(phone) ?? []),
    otherAddresses: order.passwordAddresses,
    textsAllowed: settings.smsPasswords,
    mailsAllowed: settings.mailPasswords,
    copyToSender: settings.copyPasswordToSender,
  })
}

/**
 * Null when there is nothing left to send: it was done before, the message has ended since, or a restore did not bring
 * back what the order is opened with; the order is then gone.
 */
export function readWaiting(deps: SealingDeps, target: DispatchTarget): Promise<WaitingMessage | null> {
  const { organisationId, messageId } = target
  return deps.database.withOrganisation(organisationId, async (tx) => {
    const row = await readDispatch(tx, messageId)
    if (row === undefined) return null
    const message = await readMessage(tx, messageId)
    const all = await readCopies(tx, [messageId])
    const copies = await waitingCopies(deps, tx, all)
    if (message === undefined || !isLive(message, deps.clock.now()) || copies.length === 0) {
      await endOrders(deps, tx, [messageId])
      return null
    }
    const order = await openOrder(deps.shred, messageId, row.sealed_order)
    if (order === null) {
      await giveUpOrder(deps, tx, { message, copies: copies.map(({ copy }) => copy) })
      return null
    }
    const settings = await deps.settingsOf(tx, organisationId)
    const attachments = copies.filter(({ copy }) => copy.route === 'attachment')
    const direct = copies.filter(({ copy }) => copy.route === 'direct')
    const packed = new Set(attachments.map(({ copy }) => copy.id))
    const others = all.filter((copy) => !packed.has(copy.id)).map((copy) => copy.address)
    return {
      message,
      order,
      settings,
      attachments,
      direct,
      all,
      plan: planFor({ order, settings, attachments, others }),
    }
  })
}
