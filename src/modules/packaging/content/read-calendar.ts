/** What a person wants to know of an event (RFC 5545 section 3.6.1). */
export interface CalendarEvent {
  readonly isCancelled: boolean
  readonly summary: string
  readonly start: CalendarTime | null
  /** As the calendar has it: the day after the last one for events that take whole days. */
  readonly end: CalendarTime | null
  readonly location: string
  readonly organiser: string
  readonly isRepeated: boolean
}

export interface CalendarTime {
  /** The fields of the local clock, as if that were UTC. */
  readonly local: Date
  readonly isWholeDay: boolean
  /** Empty when the calendar does not say. */
  readonly zone: string
}

const maxEvents = 5
const maxValueChars = 1_000

/** The events of an iCalendar text, at most five. Never throws; what is damaged is left out. */
export function readCalendar(text: string): readonly CalendarEvent[] {
  const lines = text
    .replaceAll(/\r?\n[ \t]/g, '')
    .split(/\r?\n/)
    .map(readLine)
  const isCancelled = lines.some(({ name, value }) => name === 'METHOD' && /^cancel$/i.test(value))
  const events: CalendarEvent[] = []
  for (
    let begin = nextBegin(lines, 0);
    begin !== -1 && events.length < maxEvents;
    begin = nextBegin(lines, begin + 1)
  ) {
    const own = ownLines(lines, begin)
    events.push(readEvent(own, isCancelled))
  }
  return events
}

interface CalendarLine {
  readonly name: string
  readonly parameters: string
  readonly value: string
}

function readLine(line: string): CalendarLine {
  const [, name = '', parameters = '', value = ''] =
    /^([A-Za-z0-9-]{1,60})((?:;(?:[^":;]|"[^"]*")*)*):([^]*)$/.exec(line.slice(0, 8_000)) ?? []
  return { name: name.toUpperCase(), parameters, value: value.trim() }
}

const nextBegin = (lines: readonly CalendarLine[], from: number): number =>
  lines.findIndex(({ name, value }, index) => index >= from && name === 'BEGIN' && /^vevent$/i.test(value))

/** Without those of alarms, which have texts of their own. */
function ownLines(lines: readonly CalendarLine[], begin: number): readonly CalendarLine[] {
  const own: CalendarLine[] = []
  let depth = 0
  for (const line of lines.slice(begin + 1)) {
    if (line.name === 'END' && depth === 0) return own
    if (line.name === 'BEGIN') depth += 1
    else if (line.name === 'END') depth -= 1
    else if (depth === 0) own.push(line)
  }
  return own
}

function readEvent(lines: readonly CalendarLine[], isCancelled: boolean): CalendarEvent {
  const first = (name: string): CalendarLine | undefined => lines.find((line) => line.name === name)
  const start = readTime(first('DTSTART'))
  return {
    isCancelled: isCancelled || /^cancelled$/i.test(first('STATUS')?.value ?? ''),
    summary: unescape(first('SUMMARY')),
    start,
    end: readTime(first('DTEND')) ?? addDuration(start, first('DURATION')?.value ?? ''),
    location: unescape(first('LOCATION')),
    organiser: showOrganiser(first('ORGANIZER')),
    isRepeated: first('RRULE') !== undefined,
  }
}

const unescape = (line: CalendarLine | undefined): string =>
  (line?.value ?? '')
    .slice(0, maxValueChars)
    .replaceAll(/\\n/gi, ' ')
    .replaceAll(/\\([,;\\])/g, '$1')
    .trim()

function showOrganiser(line: CalendarLine | undefined): string {
  const address = (line?.value ?? '').replace(/^mailto:/i, '').slice(0, maxValueChars)
  const [, quoted, plain = ''] = /;CN=(?:"([^"]*)"|([^;]*))/i.exec(line?.parameters ?? '') ?? []
  const name = (quoted ?? plain).trim()
  return name === '' || name === address ? address : `${name} <${address}>`
}

function readTime(line: CalendarLine | undefined): CalendarTime | null {
  const match = /^(\d{4})(\d{2})(\d{2})(?:T(\d{2})(\d{2})(\d{2})?(Z)?)?$/i.exec(line?.value ?? '')
  if (match === null) return null
  const [, year, month, day, hour, minute, , isUtc] = match
  const local = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour ?? 0), Number(minute ?? 0)))
  const zone = /;TZID=(?:"([^"]*)"|([^;]*))/i.exec(line?.parameters ?? '')
  const named = (zone?.[1] ?? zone?.[2] ?? '').replace(/^\//, '').slice(0, 80)
  return { local, isWholeDay: hour === undefined, zone: isUtc === undefined ? named : 'UTC' }
}

/** RFC 5545 section 3.3.6. */
function addDuration(start: CalendarTime | null, duration: string): CalendarTime | null {
  const match = /^\+?P(?:(\d{1,4})W)?(?:(\d{1,4})D)?(?:T(?:(\d{1,4})H)?(?:(\d{1,4})M)?(?:\d{1,4}S)?)?$/i.exec(duration)
  if (start === null || match === null) return null
  const [weeks = 0, days = 0, hours = 0, minutes = 0] = match.slice(1).map((text) => Number(text ?? 0))
  const total = ((weeks * 7 + days) * 24 + hours) * 60 + minutes
  return { ...start, local: new Date(start.local.getTime() + total * 60_000) }
}
