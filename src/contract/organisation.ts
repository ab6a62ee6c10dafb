import { z } from 'zod'
import { toAsciiDomain } from '../lib/address/index.ts'
import { presetNames } from '../lib/presets/preset-names.ts'
import { isTimeZone } from '../lib/time/index.ts'
import { endpoint, language, nothing } from './endpoint.ts'
import { route } from './messages.ts'

const MiB = 1024 * 1024
/** Bounds that a form shows beside its fields. */
export const settingsBounds = {
  expiryDays: { min: 1, max: 3660 },
  passwordDays: { min: 1, max: 3660 },
  smsDailyBudget: { min: 0, max: 1_000_000 },
  maxRecipientsPerMessage: { min: 1, max: 5000 },
  maxAttachmentMailBytes: { min: MiB, max: 150 * MiB },
  coverNoteCharacters: 600,
  domainRules: 1000,
  listedHosts: 20,
} as const

const wholeNumber = ({ min, max }: { readonly min: number; readonly max: number }) => z.number().int().min(min).max(max)

/** Control characters, and those that hide or reorder what follows them; line breaks and joined emoji are text. */
const unseen = /[^\P{Cc}\n]|[\p{Cs}\p{Co}\p{Zl}\p{Zp}\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff]/u
const coverNote = z
  .string()
  .max(settingsBounds.coverNoteCharacters)
  .refine((text) => !unseen.test(text))

/** ISO 3166-1, upper case. */
const country = z.string().regex(/^[A-Z]{2}$/)

/** A name of the IANA time zone database, spelled as it is there. */
const timeZone = z.string().max(64).refine(isTimeZone)

/** Where the organisation's mailboxes live, for the set-up of mail programs. */
export const incomingMail = z.strictObject({
  protocol: z.enum(['imap', 'pop3']),
  /** As `toAsciiDomain` writes it. */
  host: z
    .string()
    .max(253)
    .refine((host) => toAsciiDomain(host) === host),
  port: z.number().int().min(1).max(65_535),
  socket: z.enum(['tls', 'starttls']),
})
export type IncomingMail = z.output<typeof incomingMail>

export const presetName = z.enum(presetNames)

/** What an organisation decides for itself. Each value is bounded; what depends on another is `areConsistent`. */
export const organisationSettings = z.strictObject({
  expiryDays: wholeNumber(settingsBounds.expiryDays),
  maxExpiryDays: wholeNumber(settingsBounds.expiryDays),
  hideSubject: z.boolean(),
  trustedDevices: z.boolean(),
  smsCountries: z.array(country).max(260),
  /** Text messages a day. */
  smsDailyBudget: wholeNumber(settingsBounds.smsDailyBudget),
  maxRecipientsPerMessage: wholeNumber(settingsBounds.maxRecipientsPerMessage),
  /** The route of a recipient for whom nothing else was decided. */
  route,
  /** What a sender may choose for one message; the organisation's own route needs no entry here. */
  senderRoutes: z
    .array(route)
    .max(3)
    .refine((chosen) => new Set(chosen).size === chosen.length),
  /** Whether passwords of encrypted files travel as text messages. */
  smsPasswords: z.boolean(),
  /** Whether a sender may name a second mail address for the password; weaker, because mail carries both then. */
  mailPasswords: z.boolean(),
  /** Whether the sender finds every password among the sent messages, and not only those that reached nobody. */
  copyPasswordToSender: z.boolean(),
  /** How long the sender's copy of a password is kept. */
  passwordDays: wholeNumber(settingsBounds.passwordDays),
  /** Names inside an AES ZIP are readable without the password; neutral ones tell nothing. */
  neutralNames: z.boolean(),
  /** ZIP and PDF together; a message whose files are larger goes through the portal. */
  maxAttachmentMailBytes: wholeNumber(settingsBounds.maxAttachmentMailBytes),
  /** Whether an ordinary answer to a cover mail reaches the sender; without it answers come through the portal only. */
  answersByMail: z.boolean(),
  /** Plain text with line breaks, in cover mails to recipients; empty for none. */
  coverNoteGerman: coverNote,
  coverNoteEnglish: coverNote,
  /** The country of numbers that people type without one; of those that mails name it only suggests the right form. */
  homeCountry: country,
  /** IANA name, such as Europe/Berlin: a day that is promised, such as the last one of a message, is a day there. */
  timeZone,
  incomingMail: incomingMail.nullable(),
  /** The preset that was applied last; single settings may have changed since. */
  preset: presetName.nullable(),
})
export type OrganisationSettings = z.output<typeof organisationSettings>

/** What settings must be together. A message's first expiry lies within what a sender may extend it to. */
export const areConsistent = (settings: Pick<OrganisationSettings, 'expiryDays' | 'maxExpiryDays'>): boolean =>
  settings.expiryDays <= settings.maxExpiryDays

/** Only what changes; a name that is not a setting is refused. A preset is applied, never set. */
export const settingsChanges = organisationSettings.omit({ preset: true }).partial()
export type SettingsChanges = z.output<typeof settingsChanges>

const domain = z.string().min(1).max(254)
/** A domain, or with a leading dot a domain and its sub-domains; ASCII (IDNA) when it comes from the server. */
export const domainRule = z.object({
  domain,
  route,
  /** MX hosts the administrator answers for, for `direct` only; their certificate is verified all the same. */
  listedHosts: z.array(domain).max(settingsBounds.listedHosts),
})
export type DomainRuleView = z.output<typeof domainRule>

export const organisationView = z.object({
  settings: organisationSettings,
  /** The language of mails to its recipients. */
  language,
  domainRules: z.array(domainRule),
  /** False for members who may read only. */
  mayChange: z.boolean(),
})
export type OrganisationView = z.output<typeof organisationView>

export const readOrganisationSettings = endpoint({
  method: 'GET',
  path: '/api/organisation/settings',
  access: 'account',
  summary: 'What the organisation decided: routes, passwords, encrypted files, expiry, rules for domains',
  body: nothing,
  response: organisationView,
})
export const changeOrganisationSettings = endpoint({
  method: 'POST',
  path: '/api/organisation/settings',
  access: 'account',
  summary: 'Change some of the settings; administrators only',
  body: settingsChanges,
  response: organisationView,
})
export const applyPreset = endpoint({
  method: 'POST',
  path: '/api/organisation/preset',
  access: 'account',
  summary: 'Apply the preset of a profession in one act; administrators only',
  body: z.strictObject({ preset: presetName }),
  response: organisationView,
})
export const setDomainRule = endpoint({
  method: 'POST',
  path: '/api/organisation/domain-rules',
  access: 'account',
  summary: 'Add or replace the rule for a domain; administrators only',
  body: domainRule.strict(),
  response: organisationView,
})
export const removeDomainRule = endpoint({
  method: 'POST',
  path: '/api/organisation/domain-rules/remove',
  access: 'account',
  summary: 'Remove the rule for a domain; administrators only',
  body: z.strictObject({ domain }),
  response: organisationView,
})
