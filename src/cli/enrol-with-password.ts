import { makeAccount, makeRecoveryCodes } from '../lib/account-keys/index.ts'
import type { OrganisationId } from '../lib/id/identifiers.ts'
import type { Parts } from '../main.ts'
import type { Account, Mailbox } from '../modules/tenancy/organisations/index.ts'
import { argon2id } from '../platform/argon2/argon2id.ts'
import { commandActor } from './find-organisation.ts'

export interface WantedAccount {
  readonly organisationId: OrganisationId
  readonly address: string
  readonly displayName: string
  readonly isAdmin: boolean
  readonly language: 'de' | 'en'
  readonly password: string
}

/** Makes the keys here, as every client does, and enrols the account with a first set of recovery codes. */
export async function enrolWithPassword(
  parts: Parts,
  { password, ...wanted }: WantedAccount,
): Promise<{ readonly account: Account; readonly mailbox: Mailbox; readonly recoveryCodes: readonly string[] }> {
  const { identity, enrolment } = await makeAccount(password, argon2id)
  const codes = await makeRecoveryCodes(identity)
  const made = await parts.database.withOrganisation(wanted.organisationId, (tx) =>
    parts.identity.enrolAccount(tx, {
      ...wanted,
      actor: commandActor,
      keys: enrolment,
      recoveryCodes: codes.map(({ registration }) => registration),
    }),
  )
  return { ...made, recoveryCodes: codes.map(({ text }) => text) }
}
