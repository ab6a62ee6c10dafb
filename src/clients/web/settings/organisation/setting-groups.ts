import { settingsBounds, type OrganisationSettings } from '../../../../contract/organisation.ts'
import type { Texts as AllTexts } from '../../texts/language.tsx'

type Texts = AllTexts['organisation']
/** The settings that the page can change. */
export type SettingName = keyof Texts['fields']
export type GroupName = keyof Texts['groups']

/** How a setting is shown and typed. */
export type SettingKind =
  | { readonly kind: 'yes-no'; readonly isWeaker?: true }
  | { readonly kind: 'route' }
  | { readonly kind: 'routes' }
  | { readonly kind: 'note' }
  | { readonly kind: 'zone' }
  /** `unit`: how many of the stored ones make one of the typed ones. */
  | { readonly kind: 'number'; readonly min: number; readonly max: number; readonly unit: number }

const yesNo = { kind: 'yes-no' } as const
const number = (bounds: { readonly min: number; readonly max: number }, unit = 1): SettingKind => ({
  kind: 'number',
  min: bounds.min / unit,
  max: bounds.max / unit,
  unit,
})

export const settingKinds: Readonly<Record<SettingName, SettingKind>> = {
  route: { kind: 'route' },
  senderRoutes: { kind: 'routes' },
  smsPasswords: yesNo,
  copyPasswordToSender: yesNo,
  mailPasswords: { kind: 'yes-no', isWeaker: true },
  passwordDays: number(settingsBounds.passwordDays),
  neutralNames: yesNo,
  maxAttachmentMailBytes: number(settingsBounds.maxAttachmentMailBytes, 1024 * 1024),
  answersByMail: yesNo,
  coverNoteGerman: { kind: 'note' },
  coverNoteEnglish: { kind: 'note' },
  expiryDays: number(settingsBounds.expiryDays),
  maxExpiryDays: number(settingsBounds.expiryDays),
  timeZone: { kind: 'zone' },
  hideSubject: yesNo,
  trustedDevices: yesNo,
  maxRecipientsPerMessage: number(settingsBounds.maxRecipientsPerMessage),
  smsDailyBudget: number(settingsBounds.smsDailyBudget),
}

/** Each group is one form with a button of its own. */
export const settingGroups: readonly (readonly [group: GroupName, names: readonly SettingName[]])[] = [
  ['leave', ['route', 'senderRoutes']],
  ['passwords', ['smsPasswords', 'copyPasswordToSender', 'mailPasswords', 'passwordDays']],
  ['files', ['neutralNames', 'maxAttachmentMailBytes', 'answersByMail', 'coverNoteGerman', 'coverNoteEnglish']],
  ['days', ['expiryDays', 'maxExpiryDays', 'timeZone']],
  ['recipients', ['hideSubject', 'trustedDevices', 'maxRecipientsPerMessage', 'smsDailyBudget']],
]

/** A value in words: for the summary and for what a preset changes. */
export function describeSetting(
  name: SettingName,
  settings: Pick<OrganisationSettings, SettingName>,
  t: Texts,
): string {
  const value = settings[name]
  if (typeof value === 'boolean') return value ? t.yes : t.no
  const kind = settingKinds[name]
  if (typeof value === 'number') {
    const shown = kind.kind === 'number' ? Math.round(value / kind.unit) : value
    return t.fields[name].count?.(shown) ?? String(shown)
  }
  if (name === 'route') return t.routes[settings.route].name
  if (name === 'senderRoutes')
    return settings.senderRoutes.length === 0
      ? t.none
      : settings.senderRoutes.map((one) => t.routes[one].name).join(', ')
  return value === '' ? t.none : String(value)
}
