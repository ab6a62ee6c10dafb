import { dayOf, daysBetween, showDay, showInstant } from '../../lib/time/index.ts'

export type Language = 'de' | 'en'

/** How one language writes days, times and sizes. */
export interface Formats {
  /** 21 November 2026: the day of an instant in the organisation's zone, never that of the machine. */
  readonly day: (instant: string) => string
  /** 21 November 2026, of a day of the calendar ("2026-11-21"). */
  readonly calendarDay: (day: string) => string
  /** 21 November 2026 at 14:05 CET, in the organisation's zone. */
  readonly moment: (instant: string) => string
  readonly size: (bytes: number) => string
  /** How far a day of the calendar is: "today", "tomorrow", "in 29 days". */
  readonly daysUntil: (day: string, now: Date) => string
  /** "42 seconds", from two minutes on "14 minutes". */
  readonly duration: (seconds: number) => string
}

const locales = { de: 'de-DE', en: 'en-GB' } as const
const sizeUnits = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const

/** `timeZone`: an IANA name. */
export function createFormats(language: Language, timeZone: string): Formats {
  const locale = locales[language]
  const shown = { language, timeZone }
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' })
  return {
    day: (instant) => showInstant(new Date(instant), 'day', shown),
    calendarDay: (day) => showDay(day, language),
    moment: (instant) => showInstant(new Date(instant), 'moment', shown),
    size: (bytes) => formatSize(bytes, language),
    daysUntil: (day, now) => relative.format(daysBetween(dayOf(now, timeZone), day), 'day'),
    duration: (seconds) =>
      seconds < 120
        ? formatUnit(seconds, { locale, unit: 'second' })
        : formatUnit(Math.ceil(seconds / 60), { locale, unit: 'minute' }),
  }
}

/** "1.4 MB" */
export function formatSize(bytes: number, language: Language): string {
  const step = Math.min(sizeUnits.length - 1, Math.floor(Math.log10(Math.max(bytes, 1)) / 3))
  const value = bytes / 1000 ** step
  const maximumFractionDigits = value < 10 && step > 0 ? 1 : 0
  const unit = sizeUnits[step] ?? 'byte'
  const unitDisplay = step === 0 ? 'long' : 'short'
  const style = { style: 'unit', unit, unitDisplay, maximumFractionDigits } as const
  return new Intl.NumberFormat(locales[language], style).format(value)
}

const formatUnit = (value: number, { locale, unit }: { readonly locale: string; readonly unit: string }): string =>
  new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'long' }).format(value)
