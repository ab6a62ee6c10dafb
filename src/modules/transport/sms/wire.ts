import type { Directory } from '../../tenancy/organisations/index.ts'
import type { ReadSmsPolicy } from './policy.ts'

/** Country list and budget of an organisation, as text messages follow them. */
export const readSmsPolicy =
  (directory: Directory): ReadSmsPolicy =>
  async (tx, organisationId) => {
    const settings = await directory.getSettings(tx, organisationId)
    return { allowedCountries: settings.smsCountries, dailyBudget: settings.smsDailyBudget }
  }
