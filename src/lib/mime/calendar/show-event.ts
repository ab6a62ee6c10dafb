import { isTimeZone, wallClock, type Shown } from '../../time/index.ts'
import type { CalendarEvent, CalendarTime } from './calendar-event.ts'
import { eventTexts, type EventTexts } from './event-texts.ts'

export interface EventRow {
  readonly label: string
  readonly value: string
}

/** Labels and values, as they stand under the headers of the message; empty ones are left out. */
export function showEvent(event: CalendarEvent, options: Shown): readonly EventRow[] {
  const texts = eventTexts(options.language)
  return [
    { label: texts[event.purpose], value: event.summary },
    { label: texts.when, value: showWhen(event, texts, options) },
    { label: texts.where, value: event.location },
    { label: texts.organiser, value: event.organiser },
  ].filter(({ value }) => value !== '')
}

const dayMs = 86_400_000

function showWhen({ start, end, isRepeated }: CalendarEvent, texts: EventTexts, options: Shown): string {
  if (start === null) return ''
  const { language } = options
  const repeats = isRepeated ? texts.repeats : ''
  if (start.isWholeDay) return withFacts(showDays(start, end, language), [texts.allDay, repeats])
  const written = { start: start.local, end: end?.local ?? null, zone: start.zone }
  const own = ownClock(start, end, options)
  if (own === null) return withFacts(showTimes(written, language), [written.zone, repeats])
  const isSameDay = isOneDay(own.start, written.start)
  const given = withFacts(isSameDay ? showHours(written, language) : showTimes(written, language), [written.zone])
  return `${withFacts(showTimes(own, language), [own.zone, repeats])}, ${texts.givenAs} ${given}`
}

interface Span {
  readonly start: Date
  readonly end: Date | null
  readonly zone: string
}

/** The same time on the clocks of the reader; null when they show what is written, or when nobody can know. */
function ownClock(start: CalendarTime, end: CalendarTime | null, { timeZone, language }: Shown): Span | null {
  if (start.instant === null) return null
  const clock = wallClock(start.instant, timeZone)
  if (clock.getTime() === start.local.getTime()) return null
  const endInstant = end?.instant ?? null
  return {
    start: clock,
    end: endInstant === null ? null : wallClock(endInstant, timeZone),
    zone: zoneName(start.instant, timeZone, language),
  }
}

/** "MEZ", "CET". */
function zoneName(instant: Date, timeZone: string, language: 'de' | 'en'): string {
  const format = new Intl.DateTimeFormat(localeOf(language), {
    // An old browser may lack a new zone, and then counts in UTC.
    timeZone: isTimeZone(timeZone) ? timeZone : 'UTC',
    timeZoneName: 'short',
  })
  return format.formatToParts(instant).find(({ type }) => type === 'timeZoneName')?.value ?? timeZone
}

function withFacts(when: string, facts: readonly string[]): string {
  const shown = facts.filter((fact) => fact !== '').join(', ')
  return shown === '' ? when : `${when} (${shown})`
}

function showDays(start: CalendarTime, end: CalendarTime | null, language: 'de' | 'en'): string {
  const day = formatOf(language, { dateStyle: 'full' })
  const last = end === null ? start.local : new Date(Math.max(start.local.getTime(), end.local.getTime() - dayMs))
  return last.getTime() === start.local.getTime() ? day(start.local) : `${day(start.local)} – ${day(last)}`
}

function showTimes({ start, end }: Span, language: 'de' | 'en'): string {
  const moment = formatOf(language, { dateStyle: 'full', timeStyle: 'short' })
  if (end === null) return moment(start)
  const last = isOneDay(start, end) ? formatOf(language, { timeStyle: 'short' })(end) : moment(end)
  return `${moment(start)} – ${last}`
}

/** Without the day, which stands before. */
function showHours(span: Span, language: 'de' | 'en'): string {
  const { start, end } = span
  if (end !== null && !isOneDay(start, end)) return showTimes(span, language)
  const hour = formatOf(language, { timeStyle: 'short' })
  return end === null ? hour(start) : `${hour(start)} – ${hour(end)}`
}

const isOneDay = (one: Date, other: Date): boolean =>
  Math.floor(one.getTime() / dayMs) === Math.floor(other.getTime() / dayMs)

const localeOf = (language: 'de' | 'en'): string => (language === 'de' ? 'de-DE' : 'en-GB')

function formatOf(language: 'de' | 'en', options: Intl.DateTimeFormatOptions): (time: Date) => string {
  const format = new Intl.DateTimeFormat(localeOf(language), { ...options, timeZone: 'UTC' })
  return (time) => (Number.isNaN(time.getTime()) ? '' : format.format(time))
}
