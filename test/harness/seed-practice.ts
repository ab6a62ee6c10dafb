import { makeAccount, makeAppPassword } from '../../src/lib/account-keys/index.ts'
import type { AccountId, OrganisationId } from '../../src/lib/id/identifiers.ts'
import type { Parts } from '../../src/main.ts'
import { argon2id } from '../../src/platform/argon2/argon2id.ts'

export interface Practice {
  readonly organisationId: OrganisationId
  readonly domain: string
  readonly doctor: {
    readonly accountId: AccountId
    readonly address: string
    readonly password: string
    readonly appPassword: string
    readonly identity: string
  }
}

const actor = { kind: 'command', label: 'test' } as const

/** An organisation with one doctor who has a password and an app password. */
export async function seedPractice(parts: Parts, domain = 'praxis.example'): Promise<Practice> {
  const { id: organisationId } = await parts.directory.createOrganisation({ name: `Praxis ${domain}`, domain, actor })
  const password = 'violet anchor 42'
  const address = `doctor@${domain}`
  const made = await makeAccount(password, argon2id)
  const app = await makeAppPassword(made.identity)
  const accountId = await parts.database.withOrganisation(organisationId, async (tx) => {
    const { account } = await parts.identity.enrolAccount(tx, {
      organisationId,
      address,
      displayName: 'Dr. Ada Beispiel',
      isAdmin: true,
      language: 'de',
      actor,
      keys: made.enrolment,
    })
    await parts.identity.addAppPassword(tx, {
      organisationId,
      accountId: account.id,
      name: 'test',
      ...app.registration,
      actor,
    })
    return account.id
  })
  return {
    organisationId,
    domain,
    doctor: { accountId, address, password, appPassword: app.text, identity: made.identity },
  }
}

/** Gives a recipient the SMS check. */
export async function setSmsCheck(
  parts: Parts,
  organisationId: OrganisationId,
  recipient: { readonly address: string; readonly number: string },
): Promise<void> {
  await parts.database.withOrganisation(organisationId, (tx) =>
    parts.recipients.setCheck(tx, {
      organisationId,
      address: recipient.address,
      check: { check: 'sms', number: recipient.number },
      actor,
    }),
  )
}
