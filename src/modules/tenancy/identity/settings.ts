import { organisationsSettings } from '../../../lib/settings/slices/organisations.ts'
import { sealingSettings } from '../../../lib/settings/slices/sealing.ts'

/** What a session tells the web app: for how long messages stay, and in which zone days are shown. */
export const shownSettings = {
  expiryDays: sealingSettings.expiryDays,
  maxExpiryDays: sealingSettings.maxExpiryDays,
  timeZone: organisationsSettings.timeZone,
}
