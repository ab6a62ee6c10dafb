import { organisationSettings, type SettingsChanges } from '../contract/organisation.ts'
import { AppError } from '../lib/errors/app-error.ts'
import type { DomainRule, OrganisationSettings } from '../modules/tenancy/organisations/index.ts'

type SettingName = keyof SettingsChanges

const route = 'portal, attachment or direct'
const yesNo = 'yes or no'
const days = 'days, 1 to 3660'
const note = 'plain text of at most 600 characters; empty for none'

/** What each setting takes, in the words of an error message. */
const forms: Readonly<Record<SettingName, string>> = {
  route,
  senderRoutes: `any of portal, attachment, direct, separated by commas; empty for none`,
  expiryDays: days,
  maxExpiryDays: days,
  hideSubject: yesNo,
  trustedDevices: yesNo,
  smsCountries: 'countries such as DE,AT,CH',
  smsDailyBudget: 'text messages a day, 0 to 1000000',
  maxRecipientsPerMessage: 'a number from 1 to 5000',
  smsPasswords: yesNo,
  mailPasswords: yesNo,
  copyPasswordToSender: yesNo,
  passwordDays: days,
  neutralNames: yesNo,
  maxAttachmentMailBytes: 'bytes, or 1MiB to 150MiB',
  answersByMail: yesNo,
  coverNoteGerman: note,
  coverNoteEnglish: note,
  homeCountry: 'a country such as DE',
  timeZone: 'a time zone such as Europe/Berlin',
  incomingMail: 'imap or pop3, host, port and tls or starttls, such as imap:mail.example.org:993:tls; none for none',
}

const isSettingName = (name: string): name is SettingName => Object.hasOwn(forms, name)

/** What a typed text may mean, most literal first; the setting itself decides which of them it takes. */
function* meaningsOf(text: string): Generator {
  const word = text.trim()
  yield text.replaceAll('\\n', '\n')
  if (/^(yes|true|no|false)$/.test(word)) yield word === 'yes' || word === 'true'
  if (/^\d{1,12}$/.test(word)) yield Number(word)
  const [, mebibytes] = /^(\d{1,6})\s*(?:MiB|MB|M)$/i.exec(word) ?? []
  if (mebibytes !== undefined) yield Number(mebibytes) * 1024 * 1024
  if (word === 'none') yield null
  const [protocol, host, port, socket] = word.split(':')
  yield { protocol, host: host?.toLowerCase(), port: Number(port), socket }
  yield word.toUpperCase()
  const list = word === '' || word === 'none' ? [] : word.split(',').map((part) => part.trim())
  yield list
  yield list.map((part) => part.toUpperCase())
}

function readSetting(pair: string): readonly [SettingName, unknown] {
  const [written = '', text] = [
    pair.split('=', 1)[0],
    pair.includes('=') ? pair.slice(pair.indexOf('=') + 1) : undefined,
  ]
  const name = written.trim().replace(/-([a-z])/g, (_all, letter: string) => letter.toUpperCase())
  if (name === 'preset')
    throw new AppError('invalid', 'command.preset-set', 'a preset is applied with: sealpost organisation preset NAME')
  if (!isSettingName(name) || text === undefined)
    throw new AppError(
      'invalid',
      'command.setting-unknown',
      `--set takes NAME=VALUE with one of the names ${Object.keys(forms).join(', ')}`,
    )
  const schema = organisationSettings.shape[name]
  for (const meaning of meaningsOf(text)) if (schema.safeParse(meaning).success) return [name, meaning]
  throw new AppError('invalid', 'command.setting-invalid', `--set ${name}: expected ${forms[name]}`)
}

/** Reads `name=value` pairs; names as the settings have them or with hyphens. Throws AppError with the form expected. */
export const readSettings = (given: readonly string[]): Readonly<Record<string, unknown>> =>
  Object.fromEntries(given.map(readSetting))

/** A value as it could be typed again. */
function settingText(value: OrganisationSettings[keyof OrganisationSettings]): string {
  if (value === null) return 'none'
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  if (Array.isArray(value)) return value.length === 0 ? 'none' : value.join(',')
  if (typeof value === 'object') return `${value.protocol}:${value.host}:${value.port}:${value.socket}`
  return String(value).replaceAll('\n', '\\n')
}

/** Names and values for the terminal. */
export const settingPairs = (settings: OrganisationSettings): readonly (readonly [string, string])[] =>
  Object.entries(settings).map(([name, value]) => [name, settingText(value)])

export const ruleText = ({ domain, route: chosen, listedHosts }: DomainRule): readonly string[] => [
  domain,
  chosen,
  listedHosts.join(', '),
]
