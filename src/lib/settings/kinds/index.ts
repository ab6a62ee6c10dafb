/**
 * The kinds of values that a setting can have. Each says once what it takes: the schema for everybody, words for the
 * command line and the audit log, and what a form must know to show it.
 */
import type { z } from 'zod'
import type { Choice, Choices } from './choice.ts'
import type { Countries, Country } from './country.ts'
import type { MailServer } from './mail-server.ts'
import type { PlainText } from './plain-text.ts'
import type { Profession } from './profession.ts'
import type { TimeZone } from './time-zone.ts'
import type { WholeNumber } from './whole-number.ts'
import type { YesNo } from './yes-no.ts'

export type AnyKind =
  | Choice
  | Choices
  | Countries
  | Country
  | MailServer
  | PlainText
  | Profession
  | TimeZone
  | WholeNumber
  | YesNo

export type ValueOf<Taken extends AnyKind> = z.output<Taken['schema']>

export type { InBoth, Kind } from './kind.ts'
export { choice, choices, type Options } from './choice.ts'
export { countries, country } from './country.ts'
export { incomingMail, mailServer, type IncomingMail } from './mail-server.ts'
export { plainText } from './plain-text.ts'
export { profession } from './profession.ts'
export { timeZone } from './time-zone.ts'
export { counted, days, megabytes, wholeNumber } from './whole-number.ts'
export { yesNo } from './yes-no.ts'
