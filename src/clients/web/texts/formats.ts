import { dayOf, showInstant } from '../../../lib/time/index.ts'
import { createFormats, type Formats, type Language } from '../../ui/formats.ts'

export type { Language } from '../../ui/formats.ts'

/** The formats of all clients, and the short one of lists. */
export interface WebFormats extends Formats {
  /** IANA name of the zone that days and moments are shown in. */
  readonly timeZone: string
  /** The time today, the day this year, the full date before; by the calendar of the organisation's zone. */
  readonly short: (instant: string, now: Date) => string
}

export function createWebFormats(language: Language, timeZone: string): WebFormats {
  return {
    ...createFormats(language, timeZone),
    timeZone,
    short: (instant, now) => {
      const date = new Date(instant)
      const [day, today] = [dayOf(date, timeZone), dayOf(now, timeZone)]
      const isThisYear = day.slice(0, 4) === today.slice(0, 4)
      return showInstant(date, day === today ? 'time' : isThisYear ? 'dayOfYear' : 'shortDay', { language, timeZone })
    },
  }
}
