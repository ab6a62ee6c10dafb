import { withoutComments } from '../mime-headers/index.ts'

/** A moment with the offset that the sender's clock showed. */
export interface MailDate {
  readonly instant: Date
  /** East of Greenwich is positive. */
  readonly offsetMinutes: number
}

/** Longer than any date with its comments; what is longer is not read. */
const maxCharacters = 500
const minuteMs = 60_000

/** After comments are gone and white space is single, and gone around commas and colons. */
const dateTime = /^(?:([a-z]{3}),)?(\d{1,2}) ([a-z]{3}) (\d{2,4}) (\d{2}):(\d{2})(?::(\d{2}))? ([+-]\d{4}|[a-z]{1,5})$/i
const dayNames = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat']
const monthNames = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
/** The zones of section 4.3, and those of Europe, which mean one thing only; in hours. */
const namedZones: Readonly<Record<string, number>> = {
  ut: 0,
  gmt: 0,
  utc: 0,
  z: 0,
  edt: -4,
  est: -5,
  cdt: -5,
  cst: -6,
  mdt: -6,
  mst: -7,
  pdt: -7,
  pst: -8,
  wet: 0,
  west: 1,
  cet: 1,
  cest: 2,
  eet: 2,
  eest: 3,
}

/**
 * Reads the value of a Date field, unfolded or not, with comments and the obsolete forms: two and three digits of a year,
 * white space anywhere, named zones. Null for everything else: another order, names of months in full or in another
 * language, a day that the month does not have or that is not the named day of the week, a zone that is missing or that
 * means different things in different places (single letters but Z, most abbreviations). Never throws.
 */
export function readMailDate(text: string): MailDate | null {
  const plain = text.length > maxCharacters ? null : plainForm(text)
  const match = plain === null ? null : dateTime.exec(plain)
  if (match === null) return null
  const [, dayName = '', day = '', monthName = '', year = '', hour = '', minute = '', second = '0', zone = ''] = match
  const local = localTime([fullYear(year), monthNames.indexOf(monthName.toLowerCase()), Number(day)], dayName)
  const sinceMidnight = secondsOf(Number(hour), Number(minute), Number(second))
  const offsetMinutes = offsetOf(zone)
  if (local === null || sinceMidnight === null || offsetMinutes === null) return null
  return { instant: new Date(local + sinceMidnight * 1000 - offsetMinutes * minuteMs), offsetMinutes }
}

/** Without comments, white space single, and gone around commas and colons; null when a comment does not end. */
function plainForm(text: string): string | null {
  const plain = withoutComments(text)
    ?.replaceAll(/[ \t\r\n]+/g, ' ')
    .replaceAll(/ ?([,:]) ?/g, '$1')
  return plain?.trim() ?? null
}

/** Midnight of the day as if it were UTC; null when there is no such day. */
function localTime([year, month, day]: readonly [number, number, number], dayName: string): number | null {
  const midnight = new Date(Date.UTC(year, month, day))
  const isReal = year >= 1900 && month !== -1 && midnight.getUTCMonth() === month && midnight.getUTCDate() === day
  const isNamed = dayName === '' || dayNames[midnight.getUTCDay()] === dayName.toLowerCase()
  return isReal && isNamed ? midnight.getTime() : null
}

/** A minute may have a leap second. */
function secondsOf(hour: number, minute: number, second: number): number | null {
  return hour > 23 || minute > 59 || second > 60 ? null : (hour * 60 + minute) * 60 + second
}

/** Section 4.3: below 50 the year is of this century, otherwise, and with three digits, 1900 is added. */
function fullYear(text: string): number {
  const year = Number(text)
  if (text.length > 3) return year
  return text.length === 2 && year < 50 ? year + 2000 : year + 1900
}

function offsetOf(zone: string): number | null {
  if (!/^[+-]/.test(zone)) {
    const hours = Object.hasOwn(namedZones, zone.toLowerCase()) ? namedZones[zone.toLowerCase()] : undefined
    return hours === undefined ? null : hours * 60
  }
  const [hours, minutes] = [Number(zone.slice(1, 3)), Number(zone.slice(3, 5))]
  if (minutes > 59) return null
  const total = hours * 60 + minutes
  return zone.startsWith('-') && total > 0 ? -total : total
}
