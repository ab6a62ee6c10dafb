import type { NewAccount } from '../../../lib/account-keys/index.ts'
import type { OrganisationId } from '../../../lib/id/identifiers.ts'
import type { Tx } from '../../../platform/database/database.ts'
import { bindTarget } from '../../../platform/targets/target-mac.ts'
import type { Account, Language, Mailbox } from '../organisations/index.ts'
import type { AuditActor } from '../audit/index.ts'
import { identityErrors } from './errors.ts'
import type { IdentityParts } from './identity-parts.ts'
import { storedCodes } from './recovery.ts'
import { insertCredential } from './store/credentials.ts'
import { replaceRecoveryCodes } from './store/recovery.ts'
import { decodeKey, decodeSalt, decodeWire, decodeWrapped, verifierOf } from './verifier.ts'

export interface Enrolment {
  readonly organisationId: OrganisationId
  readonly address: string
  readonly displayName: string
  readonly isAdmin: boolean
  readonly language: Language
  readonly actor: AuditActor
  /** Made on the client by `makeAccount` of lib/account-keys. */
  readonly keys: NewAccount['enrolment']
  /** The first set of recovery codes, as `makeRecoveryCodes` registers them. */
  readonly recoveryCodes?: readonly { readonly authKey: string; readonly wrappedIdentity: string }[]
}

const hybridRecipient = /^age1pq1[0-9a-z]{1,4000}$/

/** Creates the account, its way in by password and its personal mailbox. Throws AppError of directory and identity. */
export async function enrolAccount(
  parts: IdentityParts,
  tx: Tx,
  enrolment: Enrolment,
): Promise<{ readonly account: Account; readonly mailbox: Mailbox }> {
  const { organisationId, keys, actor } = enrolment
  if (!hybridRecipient.test(keys.recipient)) throw identityErrors.keysInvalid()
  const credential = {
    salt: decodeSalt(keys.salt),
    verifier: verifierOf(decodeKey(keys.authKey)),
    wrappedIdentity: decodeWrapped(keys.wrappedIdentity),
    recipient: keys.recipient,
    changedAt: parts.clock.now(),
  }
  const sealedIdentity = decodeWire(keys.mailbox.sealedIdentity, { min: 100, max: 8192 })
  const account = await parts.directory.createAccount(tx, enrolment)
  const target = { kind: 'account', organisationId, id: account.id, holder: '', recipient: keys.recipient } as const
  const recipientMac = bindTarget(parts.transit, target)
  await insertCredential(tx, { organisationId, accountId: account.id }, { ...credential, recipientMac })
  const codes = storedCodes(enrolment.recoveryCodes ?? [], credential.changedAt)
  if (codes.length > 0)
    await replaceRecoveryCodes(tx, { organisationId, accountId: account.id }, { codes, at: credential.changedAt })
  const mailbox = await parts.directory.createMailbox(tx, {
    organisationId,
    address: account.address,
    displayName: account.displayName,
    recipient: keys.mailbox.recipient,
    kind: 'personal',
    members: [{ accountId: account.id, sealedIdentity }],
    actor,
  })
  return { account, mailbox }
}
