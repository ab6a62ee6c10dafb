import { recipientsSettings } from '../../../lib/settings/slices/recipients.ts'
import { smsSettings } from '../../../lib/settings/slices/sms.ts'

export { smsSettings }

/** What text messages follow: their budget, and the countries that recipients' numbers may be of. */
export const followedSettings = { ...smsSettings, smsCountries: recipientsSettings.smsCountries }
