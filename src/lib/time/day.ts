import { wallClock } from './time-zone.ts'

/** A day of the calendar, "2026-12-29": a date without a time means the whole day (ISO 8601-1 section 4.3). */
export type Day = string

const dayMs = 86_400_000
const written = /^\d{4}-\d{2}-\d{2}$/

const midnightOf = (day: Day): number => Date.parse(`${day}T00:00:00Z`)
const written8601 = (ms: number): Day => new Date(ms).toISOString().slice(0, 10)

/** False for what is no day, such as 30 February. */
export const isDay = (text: string): text is Day =>
  written.test(text) && !Number.isNaN(midnightOf(text)) && written8601(midnightOf(text)) === text

/** The day that calendars of the zone show at an instant. */
export const dayOf = (instant: Date, timeZone: string): Day => written8601(wallClock(instant, timeZone).getTime())

export const addDays = (day: Day, days: number): Day => written8601(midnightOf(day) + days * dayMs)

/** How many days `to` comes after `from`. */
export const daysBetween = (from: Day, to: Day): number => Math.round((midnightOf(to) - midnightOf(from)) / dayMs)

/**
 * The last millisecond of a day in a zone, also where clocks change at midnight, where an hour of the day comes twice,
 * and where the next day does not exist.
 */
export function endOfDay(day: Day, timeZone: string): Date {
  const next = midnightOf(day) + dayMs
  const candidates = [next - dayMs, next + dayMs].map((around) => {
    const offset = wallClock(new Date(around), timeZone).getTime() - around
    return new Date(next - offset - 1)
  })
  const within = candidates.filter((end) => dayOf(end, timeZone) <= day)
  return new Date(Math.max(...within.map((end) => end.getTime())))
}
