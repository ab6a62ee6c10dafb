import { firstOf, type CalendarLine } from './calendar-lines.ts'

/** From when on clocks of a zone show which offset: a STANDARD or DAYLIGHT part of a VTIMEZONE (RFC 5545 section 3.6.5). */
export interface Observance {
  /** Of its first day, on the clock before it, as if that were UTC. */
  readonly begin: Date
  readonly offsetMinutes: number
  /** The day of each year on which it comes again; null when it does not. */
  readonly yearly: YearlyRule | null
}

interface YearlyRule {
  /** From 0. */
  readonly month: number
  /** 0 is Sunday. */
  readonly weekday: number
  /** The first, second … of that weekday in the month; negative from its end. */
  readonly count: number
}

const weekdays = ['SU', 'MO', 'TU', 'WE', 'TH', 'FR', 'SA']

export function readObservance(lines: readonly CalendarLine[]): Observance | null {
  const begin = readBegin(firstOf(lines, 'DTSTART')?.value ?? '')
  const offsetMinutes = readOffset(firstOf(lines, 'TZOFFSETTO')?.value ?? '')
  if (begin === null || offsetMinutes === null) return null
  return { begin, offsetMinutes, yearly: readRule(firstOf(lines, 'RRULE')?.value ?? '') }
}

/** The offset that holds at a time of the clock; null when the zone says nothing about it. */
export function offsetAt(observances: readonly Observance[], local: Date): number | null {
  const begun = observances.flatMap((observance) => {
    const last = lastBegin(observance, local)
    return last === null ? [] : [{ last, offsetMinutes: observance.offsetMinutes }]
  })
  const latest = begun.toSorted((one, other) => other.last - one.last)[0]
  // Before the first rule the zone is what it was at its beginning.
  return latest?.offsetMinutes ?? observances[0]?.offsetMinutes ?? null
}

function lastBegin({ begin, yearly }: Observance, local: Date): number | null {
  if (begin > local) return null
  if (yearly === null) return begin.getTime()
  const timeOfDay = begin.getTime() % 86_400_000
  const years = [local.getUTCFullYear(), local.getUTCFullYear() - 1]
  const days = years.map((year) => dayOf(yearly, year) + timeOfDay)
  return days.find((day) => day <= local.getTime()) ?? null
}

function dayOf({ month, weekday, count }: YearlyRule, year: number): number {
  if (count > 0) {
    const first = new Date(Date.UTC(year, month, 1)).getUTCDay()
    return Date.UTC(year, month, 1 + ((weekday - first + 7) % 7) + (count - 1) * 7)
  }
  const end = new Date(Date.UTC(year, month + 1, 0))
  return Date.UTC(year, month, end.getUTCDate() - ((end.getUTCDay() - weekday + 7) % 7) + (count + 1) * 7)
}

function readBegin(value: string): Date | null {
  const match = /^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})/.exec(value)
  if (match === null) return null
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0] = match.slice(1).map(Number)
  return new Date(Date.UTC(year, month - 1, day, hour, minute))
}

function readOffset(value: string): number | null {
  const match = /^([+-])(\d{2})(\d{2})/.exec(value)
  if (match === null) return null
  const minutes = Number(match[2]) * 60 + Number(match[3])
  return minutes > 18 * 60 ? null : match[1] === '-' ? -minutes : minutes
}

function readRule(value: string): YearlyRule | null {
  const month = /(?:^|;)BYMONTH=(\d{1,2})(?:;|$)/i.exec(value)?.[1]
  const [, count = '', name = ''] = /(?:^|;)BYDAY=([+-]?\d)([A-Z]{2})(?:;|$)/i.exec(value) ?? []
  const weekday = weekdays.indexOf(name.toUpperCase())
  const isYearly = /(?:^|;)FREQ=YEARLY(?:;|$)/i.test(value)
  if (!isYearly || month === undefined || weekday === -1 || Number(count) === 0) return null
  return { month: Number(month) - 1, weekday, count: Number(count) }
}
