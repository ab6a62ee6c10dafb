import type { SessionView } from '../../../contract/identity.ts'
import type { OrganisationId } from '../../../lib/id/identifiers.ts'
import type { Tx } from '../../../platform/database/database.ts'
import type { Account } from '../organisations/index.ts'
import type { IdentityParts } from './identity-parts.ts'
import { idleMinutes } from './session-limits.ts'
import { shownSettings } from './settings.ts'
import { countRecoveryCodes } from './store/recovery.ts'

/** What the web app needs of a session, in the form it leaves the server. */
export async function presentSession(
  { directory, config }: IdentityParts,
  tx: Tx,
  shown: { readonly organisationId: OrganisationId; readonly account: Account; readonly share: Uint8Array },
): Promise<SessionView> {
  const { organisationId, account, share } = shown
  const { expiryDays, maxExpiryDays, timeZone } = await directory.settingsOf(tx, organisationId, shownSettings)
  const mailboxes = await directory.mailboxesOf(tx, account.id)
  return {
    account,
    branding: await directory.getBranding(tx, organisationId),
    mailboxes: mailboxes.map(({ id, address, recipient, sealedIdentity }) => ({
      id,
      address,
      recipient,
      sealedIdentity: sealedIdentity.toString('base64url'),
    })),
    sessionShare: Buffer.from(share).toString('base64url'),
    idleMinutes,
    recoveryCodesLeft: await countRecoveryCodes(tx, account.id),
    settings: { expiryDays, maxExpiryDays, timeZone },
    mailProgram: {
      host: config.hostname,
      tlsPort: config.publicPorts.submissions,
      startTlsPort: config.publicPorts.submission,
    },
  }
}
