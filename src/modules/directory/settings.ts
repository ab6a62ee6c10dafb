import { z } from 'zod'
import type { AuditActor, AuditRecorder } from '../audit/index.ts'
import type { Tx } from '../../platform/database/database.ts'
import { directoryErrors } from './errors.ts'
import { readSettings, writeSettings } from './store/organisations.ts'
import type { Language } from './store/tables.ts'

const settingsSchema = z
  .strictObject({
    expiryDays: z.number().int().min(1).max(3660),
    maxExpiryDays: z.number().int().min(1).max(3660),
    hideSubject: z.boolean(),
    trustedDevices: z.boolean(),
    /** ISO 3166-1, upper case. */
    smsCountries: z.array(z.string().regex(/^[A-Z]{2}$/)).max(260),
    /** Text messages a day. */
    smsDailyBudget: z.number().int().min(0).max(1_000_000),
    maxRecipientsPerMessage: z.number().int().min(1).max(5000),
  })
  .readonly()
  .refine((settings) => settings.expiryDays <= settings.maxExpiryDays)

/** What an organisation decides for itself; a row with defaults exists from the beginning. */
export type OrganisationSettings = z.output<typeof settingsSchema>

/** Throws AppError `directory.organisation-unknown` when the transaction belongs to another organisation. */
export async function getSettings(
  tx: Tx,
  organisationId: string,
): Promise<OrganisationSettings & { readonly language: Language }> {
  const row = await readSettings(tx, organisationId)
  if (row === undefined) throw directoryErrors.organisationUnknown()
  return {
    expiryDays: row.expiry_days,
    maxExpiryDays: row.max_expiry_days,
    hideSubject: row.hide_subject,
    trustedDevices: row.trusted_devices,
    smsCountries: row.sms_countries,
    smsDailyBudget: row.sms_daily_budget,
    maxRecipientsPerMessage: row.max_recipients_per_message,
    language: row.language,
  }
}

export interface SettingsChange {
  readonly organisationId: string
  readonly changes: Partial<OrganisationSettings>
  readonly actor: AuditActor
}

export async function updateSettings(audit: AuditRecorder, tx: Tx, change: SettingsChange): Promise<void> {
  const { language: _unchanged, ...before } = await getSettings(tx, change.organisationId)
  const parsed = settingsSchema.safeParse({ ...before, ...change.changes })
  if (!parsed.success) throw directoryErrors.invalidSettings()
  const after = parsed.data
  await writeSettings(tx, change.organisationId, {
    expiry_days: after.expiryDays,
    max_expiry_days: after.maxExpiryDays,
    hide_subject: after.hideSubject,
    trusted_devices: after.trustedDevices,
    sms_countries: [...after.smsCountries],
    sms_daily_budget: after.smsDailyBudget,
    max_recipients_per_message: after.maxRecipientsPerMessage,
  })
  await audit.record(tx, {
    organisationId: change.organisationId,
    action: 'organisation.settings-changed',
    actor: change.actor,
    detail: Object.fromEntries(Object.entries(change.changes).map(([name, value]) => [name, String(value)])),
  })
}
