import type { CalendarEvent, CalendarTime } from './calendar-event.ts'
import { componentsOf, firstOf, parameterOf, readCalendarLines, type CalendarLine } from './calendar-lines.ts'
import { CalendarZones } from './calendar-zones.ts'

const maxEvents = 5
const maxValueChars = 1_000
const maxZoneChars = 80

/** The events of an iCalendar text, at most five. Never throws; what is damaged is left out. */
export function readCalendar(text: string): readonly CalendarEvent[] {
  const lines = readCalendarLines(text)
  const zones = new CalendarZones(lines)
  const method = firstOf(lines, 'METHOD')?.value.toLowerCase() ?? ''
  return componentsOf(lines, 'VEVENT', maxEvents).map((own) => readEvent(own, { method, zones }))
}

/** What a calendar says in words beside its events; for mails that have no other text. */
export function wordsOfCalendar(text: string): string {
  const lines = readCalendarLines(text)
  const written = ['VEVENT', 'VTODO', 'VJOURNAL'].flatMap((kind) =>
    componentsOf(lines, kind, maxEvents).flatMap((own) => {
      const named = kind === 'VEVENT' ? ['DESCRIPTION'] : ['SUMMARY', 'DESCRIPTION']
      return named.map((name) => withoutEscapes(firstOf(own, name)?.value ?? '', '\n'))
    }),
  )
  return [...new Set(written)].filter((words) => words !== '').join('\n\n')
}

interface Around {
  readonly method: string
  readonly zones: CalendarZones
}

function readEvent(lines: readonly CalendarLine[], { method, zones }: Around): CalendarEvent {
  const start = readTime(firstOf(lines, 'DTSTART'), zones)
  const isCancelled = /^cancelled$/i.test(firstOf(lines, 'STATUS')?.value ?? '')
  return {
    purpose: isCancelled ? 'cancellation' : (purposes[method] ?? 'event'),
    summary: unescape(firstOf(lines, 'SUMMARY')),
    start,
    end: readTime(firstOf(lines, 'DTEND'), zones) ?? addDuration(start, firstOf(lines, 'DURATION')?.value ?? ''),
    location: unescape(firstOf(lines, 'LOCATION')),
    organiser: showOrganiser(firstOf(lines, 'ORGANIZER')),
    isRepeated: firstOf(lines, 'RRULE') !== undefined,
  }
}

const purposes: Readonly<Record<string, CalendarEvent['purpose']>> = {
  request: 'invitation',
  add: 'invitation',
  reply: 'reply',
  counter: 'proposal',
  cancel: 'cancellation',
}

const unescape = (line: CalendarLine | undefined): string =>
  withoutEscapes((line?.value ?? '').slice(0, maxValueChars), ' ')

const withoutEscapes = (value: string, lineEnd: string): string =>
  value
    .replaceAll(/\\n/gi, lineEnd)
    .replaceAll(/\\([,;\\])/g, '$1')
    .trim()

function showOrganiser(line: CalendarLine | undefined): string {
  const address = (line?.value ?? '').replace(/^mailto:/i, '').slice(0, maxValueChars)
  const name = parameterOf(line, 'CN').slice(0, maxValueChars)
  return name === '' || name === address ? address : `${name} <${address}>`
}

function readTime(line: CalendarLine | undefined, zones: CalendarZones): CalendarTime | null {
  const match = /^(\d{4})(\d{2})(\d{2})(?:T(\d{2})(\d{2})(\d{2})?(Z)?)?$/i.exec(line?.value ?? '')
  if (match === null) return null
  const [, , , , hour, , , isUtc] = match
  const [year = 0, month = 0, day = 0, hours = 0, minutes = 0] = match.slice(1, 6).map((digits) => Number(digits ?? 0))
  const local = new Date(Date.UTC(year, month - 1, day, hours, minutes))
  // The 31st of a month that has 30 days, or the 25th hour, is no time.
  const isTime = local.getUTCMonth() === month - 1 && local.getUTCDate() === day && hours < 24 && minutes < 60
  if (!isTime) return null
  if (hour === undefined) return { local, instant: null, isWholeDay: true, zone: '' }
  if (isUtc !== undefined) return { local, instant: local, isWholeDay: false, zone: 'UTC' }
  const zone = parameterOf(line, 'TZID')
  return { local, instant: zones.instantOf(local, zone), isWholeDay: false, zone: shownZone(zone) }
}

/** Without the address of who keeps the list of zones. */
const shownZone = (zone: string): string =>
  (zone.startsWith('/') ? zone.split('/').slice(-2).join('/') : zone).slice(0, maxZoneChars)

/** RFC 5545 section 3.3.6. */
function addDuration(start: CalendarTime | null, duration: string): CalendarTime | null {
  const match = /^\+?P(?:(\d{1,4})W)?(?:(\d{1,4})D)?(?:T(?:(\d{1,4})H)?(?:(\d{1,4})M)?(?:\d{1,4}S)?)?$/i.exec(duration)
  if (start === null || match === null) return null
  const [weeks = 0, days = 0, hours = 0, minutes = 0] = match.slice(1).map((text) => Number(text ?? 0))
  const ms = (((weeks * 7 + days) * 24 + hours) * 60 + minutes) * 60_000
  const later = (time: Date): Date => new Date(time.getTime() + ms)
  return { ...start, local: later(start.local), instant: start.instant === null ? null : later(start.instant) }
}
