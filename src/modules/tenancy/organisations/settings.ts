import { organisationSettings, settingsChanges } from '../../../contract/organisation.ts'
import {
  brokenRule,
  type OrganisationSettings,
  type PresetName,
  type SettingsChanges,
} from '../../../lib/settings/index.ts'
import type { AuditActor, AuditRecorder } from '../audit/index.ts'
import type { Tx } from '../../../platform/database/database.ts'
import { directoryErrors } from './errors.ts'
import { lockSettings, readSettings, writeSettings, type SettingsRow } from './store/settings.ts'
import type { Language } from './store/tables.ts'

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
    route: row.route,
    senderRoutes: row.sender_routes,
    smsPasswords: row.sms_passwords,
    mailPasswords: row.mail_passwords,
    copyPasswordToSender: row.copy_password_to_sender,
    passwordDays: row.password_days,
    neutralNames: row.neutral_names,
    maxAttachmentMailBytes: row.max_attachment_mail_bytes,
    answersByMail: row.answers_by_mail,
    coverNoteGerman: row.cover_note_german,
    coverNoteEnglish: row.cover_note_english,
    homeCountry: row.home_country,
    timeZone: row.time_zone,
    incomingMail: row.incoming_mail,
    preset: row.preset,
    language: row.language,
  }
}

const toRow = (settings: OrganisationSettings): SettingsRow => ({
  expiry_days: settings.expiryDays,
  max_expiry_days: settings.maxExpiryDays,
  hide_subject: settings.hideSubject,
  trusted_devices: settings.trustedDevices,
  sms_countries: settings.smsCountries,
  sms_daily_budget: settings.smsDailyBudget,
  max_recipients_per_message: settings.maxRecipientsPerMessage,
  route: settings.route,
  sender_routes: settings.senderRoutes,
  sms_passwords: settings.smsPasswords,
  mail_passwords: settings.mailPasswords,
  copy_password_to_sender: settings.copyPasswordToSender,
  password_days: settings.passwordDays,
  neutral_names: settings.neutralNames,
  max_attachment_mail_bytes: settings.maxAttachmentMailBytes,
  answers_by_mail: settings.answersByMail,
  cover_note_german: settings.coverNoteGerman,
  cover_note_english: settings.coverNoteEnglish,
  home_country: settings.homeCountry,
  time_zone: settings.timeZone,
  incoming_mail: settings.incomingMail,
  preset: settings.preset,
})

export interface SettingsChange {
  readonly organisationId: string
  /** Only what changes; a preset is applied with `applyPreset`. */
  readonly changes: SettingsChanges
  readonly actor: AuditActor
}

/** Validates, writes what differs and records it; nothing is recorded when nothing differs. */
export async function updateSettings(audit: AuditRecorder, tx: Tx, change: SettingsChange): Promise<void> {
  const parsed = settingsChanges.safeParse(change.changes)
  if (!parsed.success) throw explainRefusal(parsed.error.issues)
  const { organisationId, actor } = change
  const detail = await changeSettings(tx, organisationId, parsed.data)
  if (Object.keys(detail).length === 0) return
  await audit.record(tx, { organisationId, action: 'organisation.settings-changed', actor, detail })
}

/** Changes values that were checked one by one; gives what differs in the words of the audit log. */
export async function changeSettings(
  tx: Tx,
  organisationId: string,
  changes: SettingsChanges & { readonly preset?: PresetName },
): Promise<Readonly<Record<string, string>>> {
  await lockSettings(tx, organisationId)
  const { language: _unchanged, ...before } = await getSettings(tx, organisationId)
  const given = Object.entries(changes).filter(([, value]) => value !== undefined)
  const after = organisationSettings.parse({ ...before, ...Object.fromEntries(given) })
  if (brokenRule(after) !== undefined) throw directoryErrors.expiryBeyondMaximum()
  const [old, fresh] = [describe(before), describe(after)]
  const changed = Object.keys(fresh).filter((name) => fresh[name] !== old[name])
  if (changed.length > 0) await writeSettings(tx, organisationId, toRow(after))
  return Object.fromEntries(changed.map((name) => [name, isNote(name) ? 'changed' : (fresh[name] ?? '')]))
}

/** What an organisation writes to its recipients is not repeated in the audit log. */
const isNote = (name: string) => name === 'coverNoteGerman' || name === 'coverNoteEnglish'

/** Every value as one text. */
function describe({ incomingMail, ...settings }: OrganisationSettings): Readonly<Record<string, string>> {
  const mail = incomingMail
  return {
    ...Object.fromEntries(Object.entries(settings).map(([name, value]) => [name, String(value ?? 'none')])),
    incomingMail: mail === null ? 'none' : `${mail.protocol} ${mail.host}:${mail.port} ${mail.socket}`,
  }
}

function explainRefusal(issues: readonly { readonly code: string; readonly path: readonly PropertyKey[] }[]): Error {
  const [first] = issues
  if (first?.code === 'unrecognized_keys' && first.path.length === 0) return directoryErrors.unknownSetting()
  return directoryErrors.invalidSetting(String(first?.path[0] ?? ''))
}
