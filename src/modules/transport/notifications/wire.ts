import type { Database } from '../../../platform/database/database.ts'
import type { Directory } from '../../tenancy/organisations/index.ts'
import type { NotificationDeps } from './compose-notification.ts'

/** How an organisation shows itself in its mails. */
export const faceOf =
  (database: Database, directory: Directory): NotificationDeps['faceOf'] =>
  (organisationId) =>
    database.withOrganisation(organisationId, async (tx) => ({
      branding: await directory.getBranding(tx, organisationId),
      logo: (await directory.getLogo(tx, organisationId)) ?? null,
      mailDomains: await directory.verifiedDomains(tx),
    }))
