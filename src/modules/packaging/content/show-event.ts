import type { ContentTexts } from './content-texts.ts'
import type { CalendarEvent, CalendarTime } from './read-calendar.ts'

interface ShowOptions {
  readonly texts: ContentTexts
  readonly language: 'de' | 'en'
}

/** Labels and values, as they stand under the headers of the message; empty ones are left out. */
export function showEvent(
  event: CalendarEvent,
  options: ShowOptions,
): readonly { readonly label: string; readonly value: string }[] {
  const { texts } = options
  return [
    { label: event.isCancelled ? texts.eventCancelled : texts.event, value: event.summary },
    { label: texts.when, value: showWhen(event, options) },
    { label: texts.where, value: event.location },
    { label: texts.organiser, value: event.organiser },
  ].filter(({ value }) => value !== '')
}

const dayMs = 86_400_000

function showWhen({ start, end, isRepeated }: CalendarEvent, { texts, language }: ShowOptions): string {
  if (start === null) return ''
  const when = start.isWholeDay ? showDays(start, end, language) : showTimes(start, end, language)
  const facts = [start.isWholeDay ? texts.allDay : start.zone, isRepeated ? texts.repeats : '']
  const shown = facts.filter((fact) => fact !== '').join(', ')
  return shown === '' ? when : `${when} (${shown})`
}

function showDays(start: CalendarTime, end: CalendarTime | null, language: 'de' | 'en'): string {
  const day = formatOf(language, { dateStyle: 'full' })
  const last = end === null ? start.local : new Date(Math.max(start.local.getTime(), end.local.getTime() - dayMs))
  return last.getTime() === start.local.getTime() ? day(start.local) : `${day(start.local)} – ${day(last)}`
}

function showTimes(start: CalendarTime, end: CalendarTime | null, language: 'de' | 'en'): string {
  const moment = formatOf(language, { dateStyle: 'full', timeStyle: 'short' })
  if (end === null) return moment(start.local)
  const isSameDay = start.local.toISOString().slice(0, 10) === end.local.toISOString().slice(0, 10)
  const last = isSameDay ? formatOf(language, { timeStyle: 'short' })(end.local) : moment(end.local)
  return `${moment(start.local)} – ${last}`
}

function formatOf(language: 'de' | 'en', options: Intl.DateTimeFormatOptions): (time: Date) => string {
  const format = new Intl.DateTimeFormat(language === 'de' ? 'de-DE' : 'en-GB', { ...options, timeZone: 'UTC' })
  return (time) => (Number.isNaN(time.getTime()) ? '' : format.format(time))
}
