import { recipientsSettings } from '../../../lib/settings/slices/recipients.ts'
import { sealingSettings } from '../../../lib/settings/slices/sealing.ts'

/** What sealing and recipients would refuse later, so that it is refused at RCPT TO. */
export const followedSettings = {
  maxRecipientsPerMessage: sealingSettings.maxRecipientsPerMessage,
  homeCountry: recipientsSettings.homeCountry,
}
