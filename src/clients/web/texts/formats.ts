import { createFormats, type Formats, type Language } from '../../ui/formats.ts'

export type { Language } from '../../ui/formats.ts'

/** The formats of all clients, and the short one of lists. */
export interface WebFormats extends Formats {
  /** The time today, the day this year, the full date before. */
  readonly short: (instant: string, now: Date) => string
}

const locales = { de: 'de-DE', en: 'en-GB' } as const

export function createWebFormats(language: Language): WebFormats {
  const locale = locales[language]
  const time = new Intl.DateTimeFormat(locale, { timeStyle: 'short' })
  const dayOfYear = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short' })
  const fullDay = new Intl.DateTimeFormat(locale, { dateStyle: 'short' })
  return {
    ...createFormats(language),
    short: (instant, now) => {
      const date = new Date(instant)
      if (date.toDateString() === now.toDateString()) return time.format(date)
      return date.getFullYear() === now.getFullYear() ? dayOfYear.format(date) : fullDay.format(date)
    },
  }
}
