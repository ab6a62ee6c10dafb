import { isAppError } from '../../../lib/errors/app-error.ts'
import type { OrganisationId } from '../../../lib/id/identifiers.ts'
import type { AuthenticRecipient } from '../../../platform/age/index.ts'
import type { EncryptionTarget } from '../../../platform/targets/target-mac.ts'
import type { SealingDeps, SealingMailbox } from './ports.ts'
import type { MessageRow } from './tables.ts'

/** A mailbox whose stored key was checked. */
export type SenderMailbox = Omit<SealingMailbox, 'recipient'> & { readonly recipient: AuthenticRecipient }

type MessageTarget = Pick<MessageRow, 'organisation_id' | 'id' | 'mailbox_id' | 'mailbox_recipient'>

const ofMessage = (message: MessageTarget): EncryptionTarget => ({
  kind: 'message',
  organisationId: message.organisation_id,
  id: message.id,
  holder: message.mailbox_id,
  recipient: message.mailbox_recipient,
})

/**
 * The mailbox with a key that may be sealed to. The key must be bound to the very address in whose name the message goes:
 * otherwise the key of one mailbox could be put under the address of another. AppError `target.not-authentic`.
 */
export function requireMailbox(
  deps: Pick<SealingDeps, 'targets'>,
  sender: { readonly organisationId: OrganisationId; readonly address: string },
  mailbox: SealingMailbox,
): SenderMailbox {
  const { id, recipient, recipientMac } = mailbox
  const holder = sender.address.toLowerCase()
  const target = { kind: 'mailbox', organisationId: sender.organisationId, id, holder, recipient } as const
  return { ...mailbox, recipient: deps.targets.require(target, recipientMac) }
}

/** What a new message's row keeps beside the key that its answers and its password are encrypted to. */
export const bindMessage = (deps: Pick<SealingDeps, 'targets'>, message: MessageTarget): Buffer =>
  deps.targets.bind(ofMessage(message))

/** The key that answers and the password of a message are encrypted to. AppError `target.not-authentic`. */
export const requireMessageTarget = (deps: Pick<SealingDeps, 'targets'>, message: MessageRow): AuthenticRecipient =>
  deps.targets.require(ofMessage(message), message.mailbox_recipient_mac)

/** As `requireMessageTarget`; null in place of the refusal, for who can go on without it. */
export function messageTarget(deps: Pick<SealingDeps, 'targets'>, message: MessageRow): AuthenticRecipient | null {
  try {
    return requireMessageTarget(deps, message)
  } catch (error) {
    if (isAppError(error, 'target.not-authentic')) return null
    throw error
  }
}
