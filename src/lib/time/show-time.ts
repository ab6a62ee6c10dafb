import type { Day } from './day.ts'
import { usableZone } from './time-zone.ts'

export type TimeLanguage = 'de' | 'en'

/** An instant is shown in a zone that somebody decided, never in that of the machine that happens to show it. */
export interface Shown {
  readonly language: TimeLanguage
  /** IANA name. */
  readonly timeZone: string
}

const locales = { de: 'de-DE', en: 'en-GB' } as const
const longDay = { day: 'numeric', month: 'long', year: 'numeric' } as const
const styles = {
  day: longDay,
  moment: { ...longDay, hour: '2-digit', minute: '2-digit', timeZoneName: 'short' },
  time: { timeStyle: 'short' },
  dayOfYear: { day: 'numeric', month: 'short' },
  shortDay: { dateStyle: 'short' },
} as const satisfies Record<string, Intl.DateTimeFormatOptions>
export type TimeStyle = keyof typeof styles

const formats = new Map<string, Intl.DateTimeFormat>()

/** Made once per language, zone and style: making one takes longer than writing the rest of a mail. */
function formatOf(style: TimeStyle, { language, timeZone }: Shown): Intl.DateTimeFormat {
  const zone = usableZone(timeZone)
  const key = `${style} ${language} ${zone}`
  const known = formats.get(key)
  if (known !== undefined) return known
  const made = new Intl.DateTimeFormat(locales[language], { ...styles[style], timeZone: zone })
  formats.set(key, made)
  return made
}

/** `moment` names its zone ("21 November 2026 at 14:05 CET"), because its reader may live in another one. */
export const showInstant = (instant: Date, style: TimeStyle, shown: Shown): string =>
  formatOf(style, shown).format(instant)

/** "29 December 2026": the same for everybody, wherever they are. */
export const showDay = (day: Day, language: TimeLanguage): string =>
  showInstant(new Date(`${day}T12:00:00Z`), 'day', { language, timeZone: 'UTC' })
