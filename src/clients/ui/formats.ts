export type Language = 'de' | 'en'

/** How one language writes days, times and sizes; times are those of the reader's own clock. */
export interface Formats {
  /** 21 November 2026 */
  readonly day: (instant: string) => string
  /** 21 November 2026 at 14:05 */
  readonly moment: (instant: string) => string
  readonly size: (bytes: number) => string
  /** Days, hours or minutes: "in 29 days". Never "in 0 minutes". */
  readonly until: (instant: string, now: Date) => string
  /** "42 seconds", from two minutes on "14 minutes". */
  readonly duration: (seconds: number) => string
}

const locales = { de: 'de-DE', en: 'en-GB' } as const
const sizeUnits = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const
const minuteMs = 60_000

export function createFormats(language: Language): Formats {
  const locale = locales[language]
  const day = new Intl.DateTimeFormat(locale, { dateStyle: 'long' })
  const moment = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeStyle: 'short' })
  const relative = new Intl.RelativeTimeFormat(locale)
  return {
    day: (instant) => day.format(new Date(instant)),
    moment: (instant) => moment.format(new Date(instant)),
    size: (bytes) => formatSize(bytes, locale),
    until: (instant, now) => {
      const minutes = Math.max(1, Math.floor((new Date(instant).getTime() - now.getTime()) / minuteMs))
      if (minutes < 120) return relative.format(minutes, 'minute')
      return minutes < 48 * 60
        ? relative.format(Math.floor(minutes / 60), 'hour')
        : relative.format(Math.round(minutes / 1440), 'day')
    },
    duration: (seconds) =>
      seconds < 120
        ? formatUnit(seconds, { locale, unit: 'second' })
        : formatUnit(Math.ceil(seconds / 60), { locale, unit: 'minute' }),
  }
}

function formatSize(bytes: number, locale: string): string {
  const step = Math.min(sizeUnits.length - 1, Math.floor(Math.log10(Math.max(bytes, 1)) / 3))
  const value = bytes / 1000 ** step
  const maximumFractionDigits = value < 10 && step > 0 ? 1 : 0
  const unit = sizeUnits[step] ?? 'byte'
  const unitDisplay = step === 0 ? 'long' : 'short'
  return new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay, maximumFractionDigits }).format(value)
}

const formatUnit = (value: number, { locale, unit }: { readonly locale: string; readonly unit: string }): string =>
  new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'long' }).format(value)
