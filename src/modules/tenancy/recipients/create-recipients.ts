import type { CheckKind } from '../../../contract/messages.ts'
import type { Tx } from '../../../platform/database/database.ts'
import type { ModuleWith } from '../../../platform/module/module.ts'
import type { AuditActor } from '../audit/index.ts'
import { recipientErrors } from './errors.ts'
import { findOrCreate, type WantedRecipients } from './find-or-create.ts'
import { accessKeyContext, numberContext, type RecipientsDeps } from './recipients-deps.ts'
import { setCheck, type CheckChange } from './set-check.ts'
import { setRoute, type RouteChange } from './set-route.ts'
import { readAccessKey, readCurrentAccessKey, type StoredAccessKey } from './store/access-keys.ts'
import {
  addFailure,
  liftLock,
  listRecipients,
  readRecipient,
  readRecipients,
  readSealedNumber,
  resetFailures,
  type Recipient,
} from './store/recipients.ts'
import { deleteTrustedDevicesOf, sweepTrustedDevices } from './store/trusted-devices.ts'
import {
  forgetDevice,
  isTrustedDevice,
  trustDevice,
  type ShownDevice,
  type TrustedBrowser,
  type TrustedDevice,
} from './trusted-devices.ts'

export interface AccessKey {
  readonly id: string
  /** `A`: what Argon2id made of the access code, 32 bytes. */
  readonly key: Buffer
  readonly salt: Buffer
}

export interface Recipients extends ModuleWith<'migrations' | 'jobs'> {
  findOrCreate(tx: Tx, wanted: WantedRecipients): Promise<readonly Recipient[]>
  /** Throws AppError `recipients.unknown`, also for a recipient of another organisation. */
  getRecipient(tx: Tx, recipientId: string): Promise<Recipient>
  /** Those of this organisation, in any order; unknown identifiers are left out. */
  getRecipients(tx: Tx, recipientIds: readonly string[]): Promise<readonly Recipient[]>
  list(
    tx: Tx,
    page: { readonly search: string; before: string | undefined; limit: number },
  ): Promise<readonly Recipient[]>
  /** Throws AppError `recipients.address-invalid`, `recipients.number-…` or `recipients.country-not-allowed`. */
  setCheck(tx: Tx, change: CheckChange): Promise<Recipient>

  /** Throws AppError `recipients.unknown`. */
  setRoute(tx: Tx, change: RouteChange): Promise<Recipient>

  /** E.164; null unless the check is SMS. The only way to a number in clear: for sending to it, never for showing it. */
  numberOf(tx: Tx, recipientId: string): Promise<string | null>
  /** The access code in force; null unless that is the check. */
  accessKeyOf(tx: Tx, recipientId: string): Promise<AccessKey | null>
  /** The access code that a copy was wrapped under, even if it was replaced since. */
  accessKeyById(tx: Tx, accessKeyId: string): Promise<AccessKey | null>

  /** Counts a wrong code or access code; the tenth locks. The caller's transaction must commit, whatever it answers. */
  recordFailure(tx: Tx, recipientId: string): Promise<{ readonly locked: boolean; readonly justLocked: boolean }>
  /** After `passed` was passed; one that is no longer the recipient's check wipes nothing out. Lifts no lock. */
  clearFailures(tx: Tx, recipientId: string, passed: CheckKind): Promise<void>
  unlock(tx: Tx, unlocked: { readonly organisationId: string; recipientId: string; actor: AuditActor }): Promise<void>

  /** For 30 days; whether the organisation allows it is the caller's question to the settings. */
  trustDevice(tx: Tx, trusted: TrustedBrowser): Promise<TrustedDevice>
  isTrustedDevice(tx: Tx, device: ShownDevice): Promise<boolean>
  forgetDevice(tx: Tx, device: { readonly recipientId: string; readonly token: Uint8Array }): Promise<void>
  /** Returns how many there were. */
  endTrustedDevices(tx: Tx, recipientId: string): Promise<number>
}

/** Wrong codes in a row that lock a recipient. */
const maxFailures = 10

export function createRecipients(deps: RecipientsDeps): Recipients {
  const { transit, clock } = deps
  const openKey = (row: StoredAccessKey | undefined): AccessKey | null =>
    row === undefined
      ? null
      : { id: row.id, key: transit.open(row.sealedKey, accessKeyContext(row.id)), salt: row.salt }
  return {
    name: 'recipients',
    migrations: { module: 'recipients', folder: new URL('./migrations/', import.meta.url) },
    findOrCreate: (tx, wanted) => findOrCreate(clock, tx, wanted),
    getRecipient: async (tx, recipientId) => {
      const recipient = await readRecipient(tx, recipientId)
      if (recipient === undefined) throw recipientErrors.unknown()
      return recipient
    },
    getRecipients: readRecipients,
    list: listRecipients,
    setCheck: (tx, change) => setCheck(deps, tx, change),
    setRoute: (tx, change) => setRoute(deps, tx, change),
    numberOf: async (tx, recipientId) => {
      const sealed = (await readSealedNumber(tx, recipientId))?.sealed ?? null
      return sealed === null ? null : transit.open(sealed, numberContext(recipientId)).toString()
    },
    accessKeyOf: async (tx, recipientId) => openKey(await readCurrentAccessKey(tx, recipientId)),
    accessKeyById: async (tx, accessKeyId) => openKey(await readAccessKey(tx, accessKeyId)),
    recordFailure: async (tx, recipientId) => {
      const after = await addFailure(tx, recipientId, { limit: maxFailures, at: clock.now() })
      if (after === undefined) throw recipientErrors.unknown()
      return { locked: after.lockedAt !== null, justLocked: after.failures === maxFailures }
    },
    clearFailures: resetFailures,
    unlock: async (tx, { organisationId, recipientId, actor }) => {
      if (!(await liftLock(tx, recipientId))) throw recipientErrors.unknown()
      const subject = { kind: 'recipient', id: recipientId }
      await deps.audit.record(tx, { organisationId, action: 'recipient.unlocked', actor, subject })
    },
    trustDevice: (tx, trusted) => trustDevice(clock, tx, trusted),
    isTrustedDevice: (tx, device) => isTrustedDevice(clock, tx, device),
    forgetDevice,
    endTrustedDevices: deleteTrustedDevicesOf,
    jobs: [{ task: 'recipients.sweep', run: () => sweep(deps), cron: '17 3 * * *' }],
  }
}

async function sweep({ database, directory, clock }: RecipientsDeps): Promise<void> {
  for (const organisationId of await directory.organisationIds())
    await database.withOrganisation(organisationId, (tx) => sweepTrustedDevices(tx, clock.now()))
}
