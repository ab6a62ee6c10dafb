import { recipientsCodes } from '../../../contract/errors/recipients.ts'
import { recipientErrors } from './errors.ts'
import { findOrCreate } from './find-or-create.ts'
import { accessKeyContext, numberContext, type RecipientsDeps } from './recipients-deps.ts'
import { registerRecipientRoutes } from './routes.ts'
import { setCheck } from './set-check.ts'
import { setRoute } from './set-route.ts'
import { recipientsSettings } from './settings.ts'
import { readAccessKey, readCurrentAccessKey, type StoredAccessKey } from './store/access-keys.ts'
import {
  addFailure,
  liftLock,
  listRecipients,
  readRecipient,
  readRecipients,
  readSealedNumber,
  resetFailures,
} from './store/recipients.ts'
import { deleteTrustedDevicesOf, sweepTrustedDevices } from './store/trusted-devices.ts'
import { forgetDevice, isTrustedDevice, trustDevice } from './trusted-devices.ts'
import type { AccessKey, Recipients } from './recipients.ts'

/** Wrong codes in a row that lock a recipient. */
const maxFailures = 10

export function createRecipients(deps: RecipientsDeps): Recipients {
  const { transit, clock } = deps
  const openKey = (row: StoredAccessKey | undefined): AccessKey | null =>
    row === undefined
      ? null
      : { id: row.id, key: transit.open(row.sealedKey, accessKeyContext(row.id)), salt: row.salt }
  const recipients: Recipients = {
    name: 'recipients',
    migrations: { module: 'recipients', folder: new URL('./migrations/', import.meta.url) },
    errors: recipientsCodes,
    settings: recipientsSettings,
    routes: (server) => registerRecipientRoutes(server, { ...deps, recipients }),
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
  return recipients
}

async function sweep({ database, directory, clock }: RecipientsDeps): Promise<void> {
  for (const organisationId of await directory.organisationIds())
    await database.withOrganisation(organisationId, (tx) => sweepTrustedDevices(tx, clock.now()))
}
