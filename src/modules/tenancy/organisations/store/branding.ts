import type { OrganisationId } from '../../../../lib/id/identifiers.ts'
import type { Tx } from '../../../../platform/database/database.ts'
import { tablesOf } from './tables.ts'

export interface Branding {
  readonly displayName: string
  readonly primaryColour: string
  readonly termsUrl: string | null
  readonly privacyUrl: string | null
}

export interface Logo {
  readonly mediaType: string
  readonly content: Buffer
  readonly sha256: Buffer
}

/** Everything a page or a mail needs to look like the organisation; branding and logo may be missing. */
export function readBranding(tx: Tx, organisationId: OrganisationId) {
  return tablesOf(tx)
    .selectFrom('organisations as o')
    .leftJoin('branding as b', 'b.organisation_id', 'o.organisation_id')
    .leftJoin('logos as l', 'l.organisation_id', 'o.organisation_id')
    .select([
      'o.name as organisationName',
      'b.display_name as displayName',
      'b.primary_colour as primaryColour',
      'b.terms_url as termsUrl',
      'b.privacy_url as privacyUrl',
      'l.sha256 as logoHash',
    ])
    .where('o.organisation_id', '=', organisationId)
    .executeTakeFirst()
}

export async function writeBranding(tx: Tx, organisationId: OrganisationId, branding: Branding): Promise<void> {
  const row = {
    display_name: branding.displayName,
    primary_colour: branding.primaryColour,
    terms_url: branding.termsUrl,
    privacy_url: branding.privacyUrl,
  }
  await tablesOf(tx)
    .insertInto('branding')
    .values({ organisation_id: organisationId, ...row })
    .onConflict((conflict) => conflict.column('organisation_id').doUpdateSet(row))
    .execute()
}

export function readLogo(tx: Tx, organisationId: OrganisationId): Promise<Logo | undefined> {
  return tablesOf(tx)
    .selectFrom('logos')
    .select(['media_type as mediaType', 'content', 'sha256'])
    .where('organisation_id', '=', organisationId)
    .executeTakeFirst()
}

export async function writeLogo(tx: Tx, organisationId: OrganisationId, logo: Logo | null): Promise<void> {
  await tablesOf(tx).deleteFrom('logos').where('organisation_id', '=', organisationId).execute()
  if (logo === null) return
  await tablesOf(tx)
    .insertInto('logos')
    .values({
      organisation_id: organisationId,
      media_type: logo.mediaType,
      content: logo.content,
      sha256: logo.sha256,
    })
    .execute()
}
