import * as z from 'zod/mini'

/** Whose page it is: what every page of an organisation shows of it. */
export const brandingView = z.object({
  organisationName: z.string(),
  displayName: z.string(),
  logoUrl: z.nullable(z.string()),
  primaryColour: z.string().check(z.regex(/^#[0-9a-f]{6}$/)),
  termsUrl: z.nullable(z.string()),
  privacyUrl: z.nullable(z.string()),
})
export type BrandingView = z.output<typeof brandingView>
