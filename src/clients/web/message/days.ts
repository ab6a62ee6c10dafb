/** Days as people choose them, in the reader's own time zone; `2026-11-21` is how a date field writes them. */
const dayText = /^(\d{4})-(\d{2})-(\d{2})$/

export function toDayText(date: Date): string {
  const parts = [date.getFullYear(), date.getMonth() + 1, date.getDate()]
  return parts.map((part, at) => String(part).padStart(at === 0 ? 4 : 2, '0')).join('-')
}

/** The last moment of that day, or null when the text is no day. */
export function endOfDay(text: string): Date | null {
  const [, year, month, day] = dayText.exec(text) ?? []
  const date = new Date(Number(year), Number(month) - 1, Number(day), 23, 59, 59)
  return Number.isNaN(date.getTime()) || toDayText(date) !== text ? null : date
}

/** The same time of day, so many days later, whatever the clock changes in between do. */
export function addDays(date: Date, days: number): Date {
  const later = new Date(date)
  later.setDate(later.getDate() + days)
  return later
}
