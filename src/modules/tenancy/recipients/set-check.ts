import { decodeBase64Url } from '../../../lib/bytes/index.ts'
import type { AccessKeyId, OrganisationId, RecipientId } from '../../../lib/id/identifiers.ts'
import { uuidV7 } from '../../../lib/id/uuid-v7.ts'
import { maskPhone, parseTypedPhone } from '../../../lib/phone/index.ts'
import type { Tx } from '../../../platform/database/database.ts'
import type { AuditActor } from '../audit/index.ts'
import { recipientErrors } from './errors.ts'
import { findOrCreate } from './find-or-create.ts'
import { accessKeyContext, numberContext, type RecipientsDeps } from './recipients-deps.ts'
import { recipientsSettings } from './settings.ts'
import { insertAccessKey } from './store/access-keys.ts'
import { writeCheck, type Recipient, type StoredCheck } from './store/recipients.ts'
import { deleteTrustedDevicesOf } from './store/trusted-devices.ts'

/** A check as the sender sets it; of an access code only what Argon2id made of it, and the salt, as base64url. */
export type NewCheck =
  | { readonly check: 'sms'; readonly number: string }
  | { readonly check: 'access-code'; readonly salt: string; readonly accessKey: string }
  | { readonly check: 'email' }

export interface CheckChange {
  readonly organisationId: OrganisationId
  readonly address: string
  readonly check: NewCheck
  readonly actor: AuditActor
}

const none = { sealedNumber: null, numberHash: null, maskedNumber: null, accessKeyId: null } as const

/**
 * Sets and remembers how a recipient proves who they are, for every later message too. Devices they trusted count no
 * longer, failures and lock are lifted. Copies sent before keep the access code they were wrapped under.
 */
export async function setCheck(deps: RecipientsDeps, tx: Tx, change: CheckChange): Promise<Recipient> {
  const { organisationId, actor } = change
  const createdBy = actor.kind === 'account' ? (actor.id ?? null) : null
  const wanted = { organisationId, addresses: [change.address], createdBy }
  const [recipient] = await findOrCreate(deps.clock, tx, wanted)
  if (recipient === undefined) throw recipientErrors.unknown()
  const check = await storedForm(deps, tx, { organisationId, recipientId: recipient.id, check: change.check })
  const after = await writeCheck(tx, recipient.id, { check, at: deps.clock.now() })
  const endedDevices = await deleteTrustedDevicesOf(tx, recipient.id)
  await deps.audit.record(tx, {
    organisationId,
    action: 'recipient.check-set',
    actor,
    subject: { kind: 'recipient', id: recipient.id },
    detail: { address: recipient.written, check: check.check, before: recipient.check, endedDevices },
  })
  return after
}

interface CheckOf {
  readonly organisationId: OrganisationId
  readonly recipientId: RecipientId
  readonly check: NewCheck
}

async function storedForm(deps: RecipientsDeps, tx: Tx, wanted: CheckOf): Promise<StoredCheck> {
  const { check } = wanted
  switch (check.check) {
    case 'email':
      return { check: 'email', ...none }
    case 'sms':
      return storeNumber(deps, tx, { ...wanted, typed: check.number })
    case 'access-code':
      return { check: 'access-code', ...none, accessKeyId: await storeAccessKey(deps, tx, { ...wanted, ...check }) }
  }
}

async function storeNumber(
  deps: RecipientsDeps,
  tx: Tx,
  { organisationId, recipientId, typed }: Omit<CheckOf, 'check'> & { readonly typed: string },
): Promise<StoredCheck> {
  const { smsCountries, homeCountry } = await deps.directory.settingsOf(tx, organisationId, recipientsSettings)
  const parsed = parseTypedPhone(typed, { homeCountry })
  if (!parsed.ok) throw recipientErrors.invalidNumber(parsed.reason, parsed.publicText)
  if (!smsCountries.includes(parsed.country)) throw recipientErrors.countryNotAllowed()
  return {
    ...none,
    check: 'sms',
    sealedNumber: deps.transit.seal(Buffer.from(parsed.e164), numberContext(recipientId)),
    numberHash: deps.transit.keyedHash('recipients.number', organisationId, parsed.e164),
    maskedNumber: maskPhone(parsed.e164),
  }
}

async function storeAccessKey(
  deps: RecipientsDeps,
  tx: Tx,
  made: { readonly organisationId: OrganisationId; recipientId: RecipientId; salt: string; accessKey: string },
): Promise<AccessKeyId> {
  const key = decodeBase64Url(made.accessKey)
  const salt = decodeBase64Url(made.salt)
  if (key?.length !== 32 || salt?.length !== 16) throw recipientErrors.invalidAccessKey()
  const createdAt = deps.clock.now()
  const id = uuidV7<AccessKeyId>(createdAt.getTime())
  const sealedKey = deps.transit.seal(key, accessKeyContext(id))
  const row = { id, recipientId: made.recipientId, sealedKey, salt: Buffer.from(salt), createdAt }
  await insertAccessKey(tx, made.organisationId, row)
  return id
}
