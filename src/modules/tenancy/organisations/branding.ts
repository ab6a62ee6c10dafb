import { createHash } from 'node:crypto'
import type { AuditActor, AuditRecorder } from '../audit/index.ts'
import type { BrandingView } from '../../../contract/branding.ts'
import type { OrganisationId } from '../../../lib/id/identifiers.ts'
import type { Tx } from '../../../platform/database/database.ts'
import { parseDisplayName } from './display-name.ts'
import { directoryErrors } from './errors.ts'
import { imageTypeOf } from './image-type.ts'
import { readBranding, writeBranding, writeLogo } from './store/branding.ts'

const maxLogoBytes = 262_144
const maxUrlCharacters = 500
const defaultColour = '#1f5f8b'

/** Throws AppError `directory.organisation-unknown` when the transaction belongs to another organisation. */
export async function getBranding(tx: Tx, organisationId: OrganisationId): Promise<BrandingView> {
  const row = await readBranding(tx, organisationId)
  if (row === undefined) throw directoryErrors.organisationUnknown()
  return {
    organisationName: row.organisationName,
    displayName: row.displayName ?? row.organisationName,
    logoUrl: row.logoHash === null ? null : `/brand/${organisationId}/logo?v=${logoVersion(row.logoHash)}`,
    primaryColour: row.primaryColour ?? defaultColour,
    termsUrl: row.termsUrl,
    privacyUrl: row.privacyUrl,
  }
}

/** Changes with the picture, so that browsers may keep it for ever. */
export const logoVersion = (sha256: Uint8Array): string => Buffer.from(sha256).toString('hex').slice(0, 16)

export interface NewBranding {
  readonly organisationId: OrganisationId
  readonly displayName: string
  /** `#rrggbb` */
  readonly primaryColour: string
  readonly termsUrl: string | null
  readonly privacyUrl: string | null
  readonly actor: AuditActor
}

export async function setBranding(audit: AuditRecorder, tx: Tx, branding: NewBranding): Promise<void> {
  const primaryColour = branding.primaryColour.toLowerCase()
  const isUsable =
    /^#[0-9a-f]{6}$/.test(primaryColour) && isPageAddress(branding.termsUrl) && isPageAddress(branding.privacyUrl)
  if (!isUsable) throw directoryErrors.invalidBranding()
  await writeBranding(tx, branding.organisationId, {
    displayName: parseDisplayName(branding.displayName),
    primaryColour,
    termsUrl: branding.termsUrl,
    privacyUrl: branding.privacyUrl,
  })
  await audit.record(tx, {
    organisationId: branding.organisationId,
    action: 'organisation.branding-changed',
    actor: branding.actor,
  })
}

function isPageAddress(url: string | null): boolean {
  if (url === null) return true
  return url.length <= maxUrlCharacters && URL.canParse(url) && new URL(url).protocol === 'https:'
}

export interface NewLogo {
  readonly organisationId: OrganisationId
  /** Null removes the logo. */
  readonly content: Uint8Array | null
  readonly actor: AuditActor
}

/** The kind of picture is read from its bytes; SVG is refused, because it can carry script. */
export async function setLogo(
  audit: AuditRecorder,
  tx: Tx,
  { organisationId, content, actor }: NewLogo,
): Promise<void> {
  if (content === null) await writeLogo(tx, organisationId, null)
  else {
    const mediaType = content.length > maxLogoBytes ? undefined : imageTypeOf(content)
    if (mediaType === undefined) throw directoryErrors.invalidLogo()
    const sha256 = createHash('sha256').update(content).digest()
    await writeLogo(tx, organisationId, { mediaType, content: Buffer.from(content), sha256 })
  }
  await audit.record(tx, { organisationId, action: 'organisation.logo-changed', actor })
}
