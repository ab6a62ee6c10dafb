/** When a message was sent, as its sender's clock and calendar showed it (RFC 5322 section 3.3). */
export interface SentAt {
  readonly instant: Date
  readonly offsetMinutes: number
}

const dateTime =
  /^(?:[a-z]{2,9},?\s*)?(\d{1,2})\s+([a-z]{3})[a-z]*\s+(\d{2,4})\s+(\d{1,2}):(\d{2})(?::(\d{2}))?\s*([+-]\d{4}|[a-z]{1,5})?/i
const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
/** The zones that RFC 5322 section 4.3 still knows, in hours. */
const oldZones: Readonly<Record<string, number>> = {
  edt: -4,
  est: -5,
  cdt: -5,
  cst: -6,
  mdt: -6,
  mst: -7,
  pdt: -7,
  pst: -8,
  cet: 1,
  cest: 2,
  bst: 1,
}

/** Null when there is no readable date. */
export function readSentAt(field: string): SentAt | null {
  const match = dateTime.exec(field.replaceAll(/\([^()]*\)/g, ' ').trim())
  if (match === null) return readOtherwise(field)
  const [, day = '', monthName = '', yearText = '', hour = '', minute = '', second = '0', zone = ''] = match
  const month = months.indexOf(monthName.toLowerCase())
  if (month === -1) return null
  const offsetMinutes = offsetOf(zone)
  const local = Date.UTC(fullYear(yearText), month, Number(day), Number(hour), Number(minute), Number(second))
  return sentAt(local - offsetMinutes * 60_000, offsetMinutes)
}

function readOtherwise(field: string): SentAt | null {
  const parsed = field === '' || field.length > 100 ? Number.NaN : Date.parse(field)
  return sentAt(parsed, 0)
}

function sentAt(time: number, offsetMinutes: number): SentAt | null {
  const instant = new Date(time)
  return Number.isNaN(instant.getTime()) ? null : { instant, offsetMinutes }
}

function fullYear(text: string): number {
  const year = Number(text)
  if (text.length > 2) return text.length === 3 ? year + 1900 : year
  return year < 50 ? year + 2000 : year + 1900
}

function offsetOf(zone: string): number {
  if (!/^[+-]/.test(zone)) return (oldZones[zone.toLowerCase()] ?? 0) * 60
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(3, 5))
  const isPossible = minutes <= 18 * 60
  return isPossible ? Number(`${zone[0] ?? '+'}${minutes}`) : 0
}

const formatOf = (locale: string) =>
  new Intl.DateTimeFormat(locale, { dateStyle: 'full', timeStyle: 'short', timeZone: 'UTC' })
/** Made once: making one takes as long as reading the rest of the mail. */
const formats = { de: formatOf('de-DE'), en: formatOf('en-GB') }

/** "Freitag, 20. November 2026 um 14:05 (UTC+1)": the time as the sender's clock showed it. */
export function showSentAt({ instant, offsetMinutes }: SentAt, language: 'de' | 'en'): string {
  return `${formats[language].format(new Date(instant.getTime() + offsetMinutes * 60_000))} (${zoneName(offsetMinutes)})`
}

function zoneName(offsetMinutes: number): string {
  if (offsetMinutes === 0) return 'UTC'
  const hours = Math.trunc(Math.abs(offsetMinutes) / 60)
  const minutes = Math.abs(offsetMinutes) % 60
  return `UTC${offsetMinutes < 0 ? '-' : '+'}${hours}${minutes === 0 ? '' : `:${String(minutes).padStart(2, '0')}`}`
}
