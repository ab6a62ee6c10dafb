import type { BrandingView } from '../../../contract/branding.ts'

/** How an organisation shows itself in its mails. */
export interface OrganisationFace {
  readonly branding: BrandingView
  /** Only PNG and JPEG are shown: several mail programs know no other kind. */
  readonly logo: { readonly mediaType: string; readonly content: Uint8Array } | null
  /** Verified domains, the main one first. */
  readonly mailDomains: readonly string[]
}
