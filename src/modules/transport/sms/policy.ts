import type { TextRefusal } from '../../../contract/errors/sms.ts'
import type { OrganisationId } from '../../../lib/id/identifiers.ts'
import type { Tx } from '../../../platform/database/database.ts'

/** What an organisation allows; its settings, read anew for each text. */
export interface SmsPolicy {
  /** ISO 3166-1 codes ("DE"); an empty list allows none. */
  readonly allowedCountries: readonly string[]
  /** Texts per day (UTC); zero turns texts off. */
  readonly dailyBudget: number
}

/** How this module learns an organisation's policy; runs inside the caller's transaction. */
export type ReadSmsPolicy = (tx: Tx, organisationId: OrganisationId) => Promise<SmsPolicy>

/** Why a text was not even queued; stable words. */
export type SmsRefusal = TextRefusal

/** Texts for the signed-in sender or an administrator; an outside recipient learns less. */
export const refusalTexts: Readonly<Record<SmsRefusal, string>> = {
  'sms.number-not-usable':
    'The phone number cannot receive text messages. Enter a mobile number in international form.',
  'sms.country-not-allowed': 'Your organisation does not send text messages to this country.',
  'sms.budget-used-up': 'Your organisation has sent all text messages it allows for today.',
}

export function mayReceiveTexts(policy: SmsPolicy, country: string): boolean {
  return policy.allowedCountries.includes(country)
}
