import { AppError } from '../../../../contract/errors/app-error.ts'
import {
  chooseRoute,
  readEnvelope,
  readEnvelopeAddress,
  type Route,
  type RouteChoice,
} from '../../../../lib/policy/index.ts'
import type { EnvelopeRecipient } from '../../../../lib/smtp/index.ts'
import type { IncomingMail } from '../incoming-mail.ts'
import type { OutgoingHeader } from '../outgoing-header.ts'
import type { CheckedRecipient, DomainRule, SealingSettings } from '../ports.ts'

/** A recipient of the envelope, with what the sender wished by the form of the address. */
export interface AddressedRecipient {
  /** In the form that serves to compare, without a route suffix. */
  readonly address: string
  /** As it was written: what is sent to and shown. */
  readonly written: string
  readonly wish: Route | null
  readonly mail: EnvelopeRecipient
}

/** Whom a message goes to, and where its password may go. */
export interface Addressing {
  readonly recipients: readonly AddressedRecipient[]
  readonly phones: readonly string[]
  readonly passwordAddresses: readonly string[]
}

function requireFew(count: number, { maxRecipientsPerMessage }: SealingSettings): void {
  if (count > maxRecipientsPerMessage)
    throw new AppError(
      'refused',
      'message.too-many-recipients',
      `At most ${maxRecipientsPerMessage} recipients per message; send it in several parts.`,
    )
}

/** Tells recipients from phones. Throws AppError for what can never work, a number in national form for example. */
export function readAddressing(mail: IncomingMail, header: OutgoingHeader, settings: SealingSettings): Addressing {
  const envelope = readEnvelope(
    mail.recipients.map(({ written }) => written),
    settings,
  )
  requireFew(envelope.recipients.length, settings)
  const named = new Map<string, EnvelopeRecipient>()
  for (const recipient of mail.recipients) {
    const read = readEnvelopeAddress(recipient.written, settings)
    if (read.kind === 'recipient') named.set(read.address, recipient)
  }
  return {
    recipients: envelope.recipients.flatMap(({ address, written, wish }) => {
      const found = named.get(address)
      return found === undefined ? [] : [{ address, written, wish, mail: found }]
    }),
    phones: [...new Set([...envelope.phones, ...header.password.phones])],
    passwordAddresses: header.password.addresses,
  }
}

/** The route of one recipient, and what decided it. */
export function routeOf(input: {
  readonly addressed: AddressedRecipient
  readonly recipient: CheckedRecipient
  readonly header: OutgoingHeader
  readonly settings: SealingSettings
  readonly domainRules: readonly DomainRule[]
}): RouteChoice {
  const { addressed, recipient, header, settings, domainRules } = input
  return chooseRoute({
    address: recipient.address,
    recipientRoute: recipient.route,
    domainRules,
    organisationRoute: settings.route,
    senderRoutes: settings.senderRoutes,
    wishes: { ...header.wishes, address: addressed.wish },
  })
}
