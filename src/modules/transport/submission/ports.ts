import type { AccountId, MailboxId, MessageId, OrganisationId } from '../../../lib/id/identifiers.ts'
import type { Envelope } from '../../../lib/smtp/index.ts'
import type { TlsPair } from '../../../platform/tls/tls-pair.ts'
import type { Clock } from '../../../platform/clock/clock.ts'
import type { Log } from '../../../platform/log/log.ts'
import type { Metrics } from '../../../platform/metrics/metrics.ts'
import type { SubmissionLimits } from './limits.ts'

/** Somebody who signed in with an app password. Addresses are in the form of `lib/address`. */
export interface AccountIdentity {
  readonly kind: 'account'
  readonly organisationId: OrganisationId
  readonly accountId: AccountId
  readonly mailboxId: MailboxId
  readonly mailboxAddress: string
  /** Every address this account may send as, `mailboxAddress` included. */
  readonly allowedFrom: readonly string[]
  readonly displayName: string
}

/** A customer's own mail server that signed in with a relay credential. */
export interface RelayIdentity {
  readonly kind: 'relay'
  readonly organisationId: OrganisationId
  /** The verified domains (ASCII, lower case) it may send for. */
  readonly domains: readonly string[]
}

export type SubmissionIdentity = AccountIdentity | RelayIdentity

export interface SignInAttempt {
  readonly user: string
  readonly password: string
  readonly remoteAddress: string
}

/** Who a message is from, after envelope and header were checked. */
export interface MailSender {
  readonly kind: 'account' | 'relay'
  readonly organisationId: OrganisationId
  readonly accountId: AccountId | null
  /** `null`: found by `address`, which is the From of the header. */
  readonly mailboxId: MailboxId | null
  /** In the form of `lib/address` that serves to compare. */
  readonly address: string
  /** As the From field has it, for people. */
  readonly writtenAddress: string
  readonly displayName: string
}

/** Of the recipients, a phone is `+49…@sms.local`, and a suffix that wishes a route is still there. */
export interface SubmittedMail extends Envelope {
  readonly sender: MailSender
  /** ISO 3166 code of the organisation's country; for the right form of a refused phone number. */
  readonly homeCountry: string
  /** A whole Received field with its CRLF, to stand before the message. */
  readonly receivedLine: string
  /** The message byte for byte with every line ended by CRLF; throws an AppError when it must not be kept. Read to the end once. */
  readonly content: AsyncIterable<Uint8Array>
}

/** What became of a phone that was named for a recipient who opens the message by codes. */
export type PhoneUse = 'check' | 'has-check' | 'not-one-to-one' | 'not-allowed'

export interface AcceptedMail {
  readonly messageId: MessageId
  /** Recipients that wait until the sender has said how they prove who they are. */
  readonly parked: readonly string[]
  readonly queued: readonly string[]
  /** Null when no phone was named, or it only gets the password of encrypted files. */
  readonly phone: PhoneUse | null
}

export interface SendingRules {
  /** Recipients and phones an organisation allows per message; the limit of this server still holds. */
  readonly maxRecipients: number
  /** ISO 3166 code; shows the right form of a phone number that was given in national form. */
  readonly homeCountry: string
}

export interface SubmissionDeps {
  /** `null` for a wrong name or password, whichever it was; an AppError when sign-in is not possible now. Slowing down is done there. */
  readonly authenticate: (attempt: SignInAttempt) => Promise<SubmissionIdentity | null>
  /** Resolves only when the message is durable. */
  readonly acceptMail: (mail: SubmittedMail) => Promise<AcceptedMail>
  readonly rulesOf: (organisationId: OrganisationId) => Promise<SendingRules>
  readonly clock: Clock
  readonly log: Log
  readonly metrics: Metrics
  readonly tls: TlsPair
  /** The name in greetings and Received lines. */
  readonly hostname: string
  readonly limits?: Partial<SubmissionLimits>
}
