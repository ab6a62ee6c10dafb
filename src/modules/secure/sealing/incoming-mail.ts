import type { AccountId, MailboxId, MessageId, OrganisationId } from '../../../lib/id/identifiers.ts'
import type { Envelope } from '../../../lib/smtp/index.ts'

/** Who hands a message in: an account with its mailbox, or a customer's own mail server for an account of the From. */
export interface MailSender {
  readonly kind: 'account' | 'relay'
  readonly organisationId: OrganisationId
  readonly accountId: AccountId | null
  /** Null for a relay: the mailbox is then the one of `address`. */
  readonly mailboxId: MailboxId | null
  /** In the form that serves to compare. */
  readonly address: string
  /** As the message has it, for people. */
  readonly writtenAddress: string
  readonly displayName: string
}

/** The addresses of the recipients still have a suffix that wishes a route. */
export interface IncomingMail extends Envelope {
  readonly sender: MailSender
  /** ISO 3166 code of the organisation's country; for the right form of a refused phone number. */
  readonly homeCountry?: string
  /** A complete Received field with its CRLF. */
  readonly receivedLine: string
  /** Lines end with CRLF, the size is checked; throws to abort. */
  readonly content: AsyncIterable<Uint8Array>
}

/** What became of a phone that was named for a recipient who opens the message by codes. */
export type PhoneUse = 'check' | 'has-check' | 'not-one-to-one' | 'not-allowed'

export interface AcceptedMail {
  readonly messageId: MessageId
  /** Addresses that wait until the sender says how they prove who they are. */
  readonly parked: readonly string[]
  readonly queued: readonly string[]
  /** Null when no phone was named, or it only gets the password of encrypted files. */
  readonly phone: PhoneUse | null
}
