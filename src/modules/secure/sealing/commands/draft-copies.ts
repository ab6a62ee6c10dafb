import { AppError } from '../../../../contract/errors/app-error.ts'
import type { ContentId, CopyId, MessageId, OrganisationId } from '../../../../lib/id/identifiers.ts'
import { uuidV7 } from '../../../../lib/id/uuid-v7.ts'
import type { RouteChoice } from '../../../../lib/policy/index.ts'
import { formatConversationSeed } from '../../../../lib/split-key/index.ts'
import type { Day } from '../../../../lib/time/index.ts'
import type { ExportingFileStart } from '../../../../platform/age/index.ts'
import { noAccess } from '../access.ts'
import type { SenderMailbox } from '../encryption-targets.ts'
import type { IncomingMail, PhoneUse } from '../incoming-mail.ts'
import type { OutgoingHeader } from '../outgoing-header.ts'
import type { CheckedRecipient, DomainRule, SealingDeps, SealingSettings } from '../ports.ts'
import { sealColleagueEnvelope } from '../sealed-envelope.ts'
import type { CopyRow } from '../tables.ts'
import { routeOf, type AddressedRecipient, type Addressing } from './address-message.ts'

/** `sizeBytes`: before encryption. */
export type PreparedContent =
  | { readonly kind: 'small'; readonly plain: Buffer; readonly sizeBytes: number }
  | { readonly kind: 'stored'; readonly start: ExportingFileStart; readonly sizeBytes: number }

/** A message whose content is here or stored and whose keys exist, ready for its transaction. */
export interface PreparedMessage {
  readonly mail: IncomingMail
  readonly messageId: MessageId
  readonly contentId: ContentId
  /** Opens the content for those who may read it: see `contentFileKey`. */
  readonly seed: Uint8Array
  /** Follows from the seed. */
  readonly fileKey: Uint8Array
  /** See MessageEnvelope. */
  readonly answersKey: string
  readonly header: OutgoingHeader
  readonly content: PreparedContent
}

/** Prepared messages of one organisation that share a transaction. */
export interface MessageGroup {
  readonly organisationId: OrganisationId
  readonly group: readonly PreparedMessage[]
}

/** Until when messages that are taken now can be opened. Once for all of a group: the clocks of a zone are slow to ask. */
export interface LastDay {
  readonly day: Day
  readonly end: Date
}

/** What all messages of a group need, read once. */
export interface Surroundings {
  readonly settings: SealingSettings
  readonly lastDay: LastDay
  readonly domainRules: readonly DomainRule[]
  readonly addressing: ReadonlyMap<PreparedMessage, Addressing>
  readonly mailboxes: ReadonlyMap<string, SenderMailbox>
  readonly byAddress: Map<string, CheckedRecipient>
  /** Of recipients who have a mailbox here, by their address. */
  readonly ownMailboxes: ReadonlyMap<string, SenderMailbox>
  /** What became of the phones that messages name. */
  readonly phoneUses: Map<PreparedMessage, PhoneUse | null>
}

/** A copy that nothing has happened to. */
export const pending = {
  ...noAccess,
  portal_password: false,
  check_kind: null,
  reference: null,
  token_hash: null,
  proof_hash: null,
  notified_at: null,
  opened_at: null,
  closed_at: null,
  new_link_requested_at: null,
  number_reported_wrong_at: null,
} as const

export interface CopyFacts {
  readonly prepared: PreparedMessage
  readonly addressed: AddressedRecipient
  readonly recipient: CheckedRecipient
  readonly choice: RouteChoice
  /** Set for a colleague and for the sender themselves. */
  readonly ownMailbox: SenderMailbox | null
}

/** What every mailbox that may read the message gets of its envelope. */
export const sharedEnvelope = ({ messageId, seed, header }: PreparedMessage) => ({
  messageId,
  conversationIdentity: formatConversationSeed(seed),
  subject: header.subject,
})

/** Without access, which is granted when the row is written; who has no check yet waits for one. */
function draftCopy(deps: SealingDeps, facts: CopyFacts): CopyRow {
  const { prepared, addressed, recipient, choice, ownMailbox } = facts
  const isParked = recipient.check === null && choice.route === 'portal' && ownMailbox === null
  return {
    ...pending,
    organisation_id: prepared.mail.sender.organisationId,
    id: uuidV7<CopyId>(deps.clock.now().getTime()),
    message_id: prepared.messageId,
    recipient_id: recipient.id,
    address: addressed.written,
    route: choice.route,
    route_rule: choice.rule,
    state: isParked ? 'parked' : 'queued',
    mailbox_id: ownMailbox?.id ?? null,
    sealed_envelope: ownMailbox === null ? null : sealColleagueEnvelope(ownMailbox.recipient, sharedEnvelope(prepared)),
    dsn_notify: addressed.mail.notify.join(','),
    dsn_orcpt: addressed.mail.orcpt,
  }
}

/** Each recipient of a message with the route they take. Throws AppError for an address that is none. */
export function chosenRoutes(prepared: PreparedMessage, around: Surroundings): readonly CopyFacts[] {
  const { header } = prepared
  const { settings, domainRules, byAddress } = around
  return (around.addressing.get(prepared)?.recipients ?? []).map((addressed) => {
    const recipient = byAddress.get(addressed.address)
    if (recipient === undefined)
      throw new AppError(
        'invalid',
        'message.bad-recipient',
        'One of the recipients is not an address that mail can be sent to.',
      )
    const choice = routeOf({ addressed, recipient, header, settings, domainRules })
    const ownMailbox = around.ownMailboxes.get(addressed.address) ?? null
    // Who signs in here needs neither files nor another way.
    return {
      prepared,
      addressed,
      recipient,
      ownMailbox,
      choice: ownMailbox === null ? choice : { ...choice, route: 'portal' },
    }
  })
}

/** A row for each recipient. */
export const draftCopies = (deps: SealingDeps, prepared: PreparedMessage, around: Surroundings): CopyRow[] =>
  chosenRoutes(prepared, around).map((facts) => draftCopy(deps, facts))
