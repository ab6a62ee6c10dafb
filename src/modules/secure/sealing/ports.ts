import type { TextRefusal } from '../../../contract/errors/sms.ts'
import type { CheckKind } from '../../../contract/check-kind.ts'
import type {
  AccessKeyId,
  CopyId,
  MailboxId,
  MessageId,
  OrganisationId,
  RecipientId,
} from '../../../lib/id/identifiers.ts'
import type { BlobStore } from '../../../platform/blobs/blob-store.ts'
import type { Clock } from '../../../platform/clock/clock.ts'
import type { Database, Tx } from '../../../platform/database/database.ts'
import type { Log } from '../../../platform/log/log.ts'
import type { Metrics } from '../../../platform/metrics/metrics.ts'
import type { Authenticator } from '../../../platform/http/access.ts'
import type { Shred } from '../../../platform/shred/shred.ts'
import type { EncryptionTargets } from '../../../platform/targets/encryption-targets.ts'
import type { Route } from '../../../lib/policy/index.ts'
import type { ReportRequest } from '../../../lib/smtp/index.ts'
import type { AuditActor, AuditRecorder } from '../../tenancy/audit/index.ts'
import type { StoredContent, StoredPart, TlsDemand } from '../../transport/delivery/index.ts'
import type { TemplatedMail } from '../../transport/notifications/index.ts'
import type { Packaging } from '../packaging/index.ts'
import type { MailboxMember } from './policy.ts'
import type { SealingSettings } from './settings.ts'

export type { SealingSettings } from './settings.ts'

export interface DomainRule {
  readonly domain: string
  readonly route: Route
  readonly listedHosts: readonly string[]
}

export interface SealingMailbox {
  readonly id: MailboxId
  readonly address: string
  readonly displayName: string
  /** age recipient of the mailbox identity, as it is stored: see `requireMailbox`. */
  readonly recipient: string
  readonly recipientMac: Uint8Array | null
}

/** A recipient as sealing needs it; `check` null means nobody has said yet how they prove who they are. */
export interface CheckedRecipient {
  readonly id: RecipientId
  /** Folded: to find and compare by. */
  readonly address: string
  readonly written: string
  readonly check: CheckKind | null
  readonly access: { readonly id: AccessKeyId; readonly salt: Uint8Array; readonly key: Uint8Array } | null
  /** Set while too many wrong codes keep the recipient out. */
  readonly lockedAt: Date | null
  readonly maskedNumber: string | null
  /** The route this recipient always takes; null follows the rules of the organisation. */
  readonly route: Route | null
}

export interface QueuedMail {
  readonly organisationId: OrganisationId
  readonly kind: string
  /** The return path; empty for the null sender. */
  readonly envelopeFrom: string
  readonly to: string
  readonly compose:
    | (TemplatedMail & { readonly attachments?: readonly StoredPart[] })
    | { readonly stored: StoredContent }
  readonly tls?: TlsDemand
  readonly dsn?: ReportRequest
  readonly ref?: { readonly kind: 'copy'; readonly id: CopyId }
}

export interface SealingDeps {
  readonly database: Database
  readonly blobs: BlobStore
  readonly shred: Shred
  readonly targets: EncryptionTargets
  readonly clock: Clock
  readonly log: Log
  readonly metrics: Metrics
  readonly publicUrl: string
  readonly audit: AuditRecorder
  readonly authenticate: Authenticator<MailboxMember>
  readonly settingsOf: (tx: Tx, organisationId: OrganisationId) => Promise<SealingSettings>
  readonly mailboxOf: (
    tx: Tx,
    query: { readonly id: MailboxId } | { readonly address: string },
  ) => Promise<SealingMailbox | null>
  /** Those of the organisation that these addresses, in the form that serves to compare, lead to. */
  readonly ownMailboxes: (tx: Tx, addresses: readonly string[]) => Promise<readonly SealingMailbox[]>
  /** Finds or creates, in one round trip; addresses as they are written, one recipient for each mailbox. */
  readonly recipientsOf: (
    tx: Tx,
    organisationId: OrganisationId,
    addresses: readonly string[],
  ) => Promise<readonly CheckedRecipient[]>
  readonly recipientsById: (tx: Tx, ids: readonly RecipientId[]) => Promise<readonly CheckedRecipient[]>
  /** Records the act itself. */
  readonly unlockRecipient: (
    tx: Tx,
    unlocked: {
      readonly organisationId: OrganisationId
      readonly recipientId: RecipientId
      readonly actor: AuditActor
    },
  ) => Promise<void>
  readonly queueMails: (tx: Tx, mails: readonly QueuedMail[]) => Promise<void>
  /** AppError for an address that `queueMails` refuses. */
  readonly requireMailAddress: (address: string) => void
  /** Takes back what has not left for these copies; what is being sent at this moment may, but is not tried again. */
  readonly cancelMails: (tx: Tx, copyIds: readonly CopyId[]) => Promise<void>
  readonly domainRules: (tx: Tx) => Promise<readonly DomainRule[]>
  /** The number a recipient's codes go to, E.164; null unless that is their check. */
  readonly numberOf: (tx: Tx, recipientId: RecipientId) => Promise<string | null>
  /** Makes a phone the sender named the recipient's check. AppError when the organisation does not allow the number. */
  readonly rememberNumber: (
    tx: Tx,
    known: {
      readonly organisationId: OrganisationId
      readonly address: string
      readonly number: string
      readonly actor: AuditActor
    },
  ) => Promise<void>
  /** A refusal is a value: no budget, a country that is not allowed. */
  readonly queuePasswordText: (
    tx: Tx,
    text: PasswordTextRequest,
  ) => Promise<
    { readonly queued: true } | { readonly queued: false; readonly reason: TextRefusal; readonly publicText: string }
  >
  readonly packaging: Packaging
}

export interface PasswordTextRequest {
  readonly organisationId: OrganisationId
  readonly messageId: MessageId
  /** E.164 or any other international form. */
  readonly to: string
  readonly password: string
  readonly language: 'de' | 'en'
  readonly senderName: string
  /** The same as in the mail that carries the files. */
  readonly reference: string
}
