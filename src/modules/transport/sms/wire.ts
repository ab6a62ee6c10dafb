import type { Directory } from '../../tenancy/organisations/index.ts'
import type { ReadSmsPolicy } from './policy.ts'
import { followedSettings } from './settings.ts'

/** Country list and budget of an organisation, as text messages follow them. */
export const readSmsPolicy =
  (directory: Directory): ReadSmsPolicy =>
  async (tx, organisationId) => {
    const { smsCountries, smsDailyBudget } = await directory.settingsOf(tx, organisationId, followedSettings)
    return { allowedCountries: smsCountries, dailyBudget: smsDailyBudget }
  }
