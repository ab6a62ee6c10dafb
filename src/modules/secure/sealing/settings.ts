import type { ValuesOf } from '../../../lib/settings/index.ts'
import { organisationsSettings } from '../../../lib/settings/slices/organisations.ts'
import { recipientsSettings } from '../../../lib/settings/slices/recipients.ts'
import { sealingSettings } from '../../../lib/settings/slices/sealing.ts'

export { sealingSettings }

/** What sealing follows: what is decided about it, the zone of its days, and the country of numbers in envelopes. */
export const followedSettings = {
  ...sealingSettings,
  timeZone: organisationsSettings.timeZone,
  homeCountry: recipientsSettings.homeCountry,
}

/** With the language of mails to the organisation's recipients. */
export type SealingSettings = ValuesOf<typeof followedSettings> & { readonly language: 'de' | 'en' }
