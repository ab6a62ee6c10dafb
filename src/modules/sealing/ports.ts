import type { CheckKind } from '../../contract/messages.ts'
import type { BlobStore } from '../../platform/blobs/blob-store.ts'
import type { Clock } from '../../platform/clock/clock.ts'
import type { Database, Tx } from '../../platform/database/database.ts'
import type { Log } from '../../platform/log/log.ts'
import type { Metrics } from '../../platform/metrics/metrics.ts'
import type { TransitKey } from '../../platform/transit/transit-key.ts'
import type { AuditActor, AuditRecorder } from '../audit/index.ts'

/** The part of an organisation's settings that sealing follows. */
export interface SealingSettings {
  readonly expiryDays: number
  readonly maxExpiryDays: number
  readonly hideSubject: boolean
  readonly maxRecipientsPerMessage: number
  readonly language: 'de' | 'en'
}

export interface SealingMailbox {
  readonly id: string
  readonly address: string
  readonly displayName: string
  /** age recipient of the mailbox identity. */
  readonly recipient: string
}

/** A recipient as sealing needs it; `check` null means nobody has said yet how they prove who they are. */
export interface CheckedRecipient {
  readonly id: string
  readonly address: string
  readonly check: CheckKind | null
  readonly access: { readonly id: string; readonly salt: Uint8Array; readonly key: Uint8Array } | null
  /** Set while too many wrong codes keep the recipient out. */
  readonly lockedAt: Date | null
  readonly maskedNumber: string | null
}

/** When the sender wants to hear about a notification (RFC 3461 section 4.1). */
export type DsnNotify = 'never' | 'success' | 'failure' | 'delay'

export type MailTemplate = 'new-message' | 'message-parked' | 'answer-arrived' | 'sender-notice'
export type TemplateParams = Readonly<Record<string, string | number | boolean | null | readonly string[]>>

export interface QueuedMail {
  readonly organisationId: string
  readonly kind: string
  /** Empty for the null sender. */
  readonly envelopeFrom: string
  readonly to: string
  readonly compose: { readonly template: MailTemplate; readonly params: TemplateParams }
  readonly dsn?: {
    readonly notify: readonly DsnNotify[]
    readonly ret: 'full' | 'hdrs' | null
    readonly envid: string | null
    readonly orcpt: string | null
    readonly originalSender: string
  }
  readonly ref?: { readonly kind: 'copy'; readonly id: string }
}

export interface SealingDeps {
  readonly database: Database
  readonly blobs: BlobStore
  readonly transit: TransitKey
  readonly clock: Clock
  readonly log: Log
  readonly metrics: Metrics
  readonly publicUrl: string
  readonly audit: AuditRecorder
  readonly settingsOf: (tx: Tx, organisationId: string) => Promise<SealingSettings>
  readonly mailboxOf: (
    tx: Tx,
    query: { readonly id: string } | { readonly address: string },
  ) => Promise<SealingMailbox | null>
  /** Finds or creates, in one round trip, in the order given. */
  readonly recipientsOf: (
    tx: Tx,
    organisationId: string,
    addresses: readonly string[],
  ) => Promise<readonly CheckedRecipient[]>
  readonly recipientsById: (tx: Tx, ids: readonly string[]) => Promise<readonly CheckedRecipient[]>
  /** Records the act itself. */
  readonly unlockRecipient: (
    tx: Tx,
    unlocked: { readonly organisationId: string; readonly recipientId: string; readonly actor: AuditActor },
  ) => Promise<void>
  readonly queueMails: (tx: Tx, mails: readonly QueuedMail[]) => Promise<void>
}
