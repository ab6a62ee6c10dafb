import type { BrandingView } from '../../../contract/branding.ts'
import type { CheckKind } from '../../../contract/check-kind.ts'
import type { OrganisationId, RecipientId } from '../../../lib/id/identifiers.ts'
import type { Clock } from '../../../platform/clock/clock.ts'
import type { Database, Tx } from '../../../platform/database/database.ts'
import type { Log } from '../../../platform/log/log.ts'
import type { Metrics } from '../../../platform/metrics/metrics.ts'
import type { TransitKey } from '../../../platform/transit/transit-key.ts'
import type { AuditRecorder } from '../../tenancy/audit/index.ts'
import type { Sealing } from '../sealing/index.ts'

/** The checks that send a code: only these can make a browser trusted. */
export type SentCode = Exclude<CheckKind, 'access-code'>

/** The recipient's side of the check: number, lock and trusted browsers. */
export interface PortalRecipients {
  readonly lockedAt: (tx: Tx, recipientId: RecipientId) => Promise<Date | null>
  /** Counts a failure; "locked" exactly when this one locked the recipient. */
  readonly recordFailure: (tx: Tx, recipientId: RecipientId) => Promise<'counted' | 'locked'>
  /** Wipes nothing out when `passed` is no longer the recipient's check. */
  readonly clearFailures: (tx: Tx, recipientId: RecipientId, passed: CheckKind) => Promise<void>
  readonly number: (
    tx: Tx,
    recipientId: RecipientId,
  ) => Promise<{ readonly e164: string; readonly masked: string } | null>
  readonly isTrustedDevice: (
    tx: Tx,
    input: { readonly recipientId: RecipientId; readonly device: string; readonly check: SentCode },
  ) => Promise<boolean>
  readonly trustDevice: (
    tx: Tx,
    input: {
      readonly organisationId: OrganisationId
      readonly recipientId: RecipientId
      readonly device: string
      readonly check: SentCode
    },
  ) => Promise<void>
  readonly forgetDevice: (
    tx: Tx,
    input: { readonly recipientId: RecipientId; readonly device: string },
  ) => Promise<void>
}

export interface PortalDeps {
  readonly database: Database
  readonly transit: TransitKey
  readonly clock: Clock
  readonly log: Log
  readonly metrics: Metrics
  readonly publicUrl: string
  readonly maxAnswerBytes: number
  readonly audit: AuditRecorder
  readonly guest: Sealing['guest']
  readonly recipients: PortalRecipients
  readonly brandingOf: (tx: Tx, organisationId: OrganisationId) => Promise<BrandingView>
  /** IANA name of the zone in which the organisation shows moments. */
  readonly timeZoneOf: (tx: Tx, organisationId: OrganisationId) => Promise<string>
  readonly mayTrustDevices: (tx: Tx, organisationId: OrganisationId) => Promise<boolean>
  /** Queues a text; refuses (AppError) a foreign country or a spent budget. */
  readonly queueText: (
    tx: Tx,
    text: {
      readonly organisationId: OrganisationId
      readonly to: string
      readonly text: string
      readonly messageRef: string
      readonly notAfter: Date
    },
  ) => Promise<void>
  readonly queueCodeMail: (
    tx: Tx,
    mail: {
      readonly organisationId: OrganisationId
      readonly to: string
      readonly language: 'de' | 'en'
      readonly code: string
      readonly reference: string
      readonly senderName: string
    },
  ) => Promise<void>
}
