import type { CheckKind } from '../../../contract/check-kind.ts'
import type { AccessKeyId, OrganisationId, RecipientId } from '../../../lib/id/identifiers.ts'
import type { Tx } from '../../../platform/database/database.ts'
import type { ModuleWith } from '../../../platform/module/module.ts'
import type { AuditActor } from '../audit/index.ts'
import type { WantedRecipients } from './find-or-create.ts'
import type { CheckChange } from './set-check.ts'
import type { RouteChange } from './set-route.ts'
import type { Recipient } from './store/recipients.ts'
import type { ShownDevice, TrustedBrowser, TrustedDevice } from './trusted-devices.ts'

export interface AccessKey {
  readonly id: AccessKeyId
  /** `A`: what Argon2id made of the access code, 32 bytes. */
  readonly key: Buffer
  readonly salt: Buffer
}

export interface Recipients extends ModuleWith<'migrations' | 'jobs' | 'routes' | 'errors' | 'settings'> {
  findOrCreate(tx: Tx, wanted: WantedRecipients): Promise<readonly Recipient[]>
  /** Throws AppError `recipients.unknown`, also for a recipient of another organisation. */
  getRecipient(tx: Tx, recipientId: RecipientId): Promise<Recipient>
  /** Those of this organisation, in any order; unknown identifiers are left out. */
  getRecipients(tx: Tx, recipientIds: readonly RecipientId[]): Promise<readonly Recipient[]>
  list(
    tx: Tx,
    page: { readonly search: string; before: RecipientId | undefined; limit: number },
  ): Promise<readonly Recipient[]>
  /** Throws AppError `recipients.address-invalid`, `recipients.number-…` or `recipients.country-not-allowed`. */
  setCheck(tx: Tx, change: CheckChange): Promise<Recipient>

  /** Throws AppError `recipients.unknown`. */
  setRoute(tx: Tx, change: RouteChange): Promise<Recipient>

  /** E.164; null unless the check is SMS. The only way to a number in clear: for sending to it, never for showing it. */
  numberOf(tx: Tx, recipientId: RecipientId): Promise<string | null>
  /** The access code in force; null unless that is the check. */
  accessKeyOf(tx: Tx, recipientId: RecipientId): Promise<AccessKey | null>
  /** The access code that a copy was wrapped under, even if it was replaced since. */
  accessKeyById(tx: Tx, accessKeyId: AccessKeyId): Promise<AccessKey | null>

  /** Counts a wrong code or access code; the tenth locks. The caller's transaction must commit, whatever it answers. */
  recordFailure(tx: Tx, recipientId: RecipientId): Promise<{ readonly locked: boolean; readonly justLocked: boolean }>
  /** After `passed` was passed; one that is no longer the recipient's check wipes nothing out. Lifts no lock. */
  clearFailures(tx: Tx, recipientId: RecipientId, passed: CheckKind): Promise<void>
  unlock(
    tx: Tx,
    unlocked: { readonly organisationId: OrganisationId; recipientId: RecipientId; actor: AuditActor },
  ): Promise<void>

  /** For 30 days; whether the organisation allows it is the caller's question to the settings. */
  trustDevice(tx: Tx, trusted: TrustedBrowser): Promise<TrustedDevice>
  isTrustedDevice(tx: Tx, device: ShownDevice): Promise<boolean>
  forgetDevice(tx: Tx, device: { readonly recipientId: RecipientId; readonly token: Uint8Array }): Promise<void>
  /** Returns how many there were. */
  endTrustedDevices(tx: Tx, recipientId: RecipientId): Promise<number>
}
