import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readCalendar } from './read-calendar.ts'
import { showEvent } from './show-event.ts'

const calendar = (event: readonly string[], around: readonly string[] = []): string =>
  ['BEGIN:VCALENDAR', ...around, 'BEGIN:VEVENT', ...event, 'END:VEVENT', 'END:VCALENDAR'].join('\r\n')
const rows = (
  text: string,
  language: 'de' | 'en' = 'en',
  timeZone = 'Europe/Berlin',
): Readonly<Record<string, string>> =>
  Object.fromEntries(
    readCalendar(text)
      .flatMap((event) => showEvent(event, { language, timeZone }))
      .map(({ label, value }) => [label, value]),
  )
const when = (...lines: readonly string[]): string | undefined => rows(calendar(lines))['When']

const zone = (first: string, second: string): readonly string[] => [
  'BEGIN:VTIMEZONE',
  'TZID:Here',
  'BEGIN:STANDARD',
  'DTSTART:19701101T020000',
  `TZOFFSETTO:${first}`,
  'RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU',
  'END:STANDARD',
  'BEGIN:DAYLIGHT',
  'DTSTART:19700301T020000',
  `TZOFFSETTO:${second}`,
  'RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU',
  'END:DAYLIGHT',
  'END:VTIMEZONE',
]

describe('when an event is', () => {
  test.each([
    [
      ['DTSTART:20261210T130000Z', 'DTEND:20261210T140000Z'],
      'Thursday 10 December 2026 at 14:00 – 15:00 (CET), given as 13:00 – 14:00 (UTC)',
    ],
    [
      ['DTSTART:20261210T233000Z'],
      'Friday 11 December 2026 at 00:30 (CET), given as Thursday 10 December 2026 at 23:30 (UTC)',
    ],
    [['DTSTART;TZID=Europe/Berlin:20261210T130000'], 'Thursday 10 December 2026 at 13:00 (Europe/Berlin)'],
    [
      ['DTSTART;TZID=W. Europe Standard Time:20261210T130000'],
      'Thursday 10 December 2026 at 13:00 (W. Europe Standard Time)',
    ],
    [
      ['DTSTART;TZID=/citadel.org/20210210_1/America/New_York:20260710T090000', 'DURATION:PT30M'],
      'Friday 10 July 2026 at 15:00 – 15:30 (CEST), given as 09:00 – 09:30 (America/New_York)',
    ],
    [['DTSTART;TZID=Nowhere:20261210T130000'], 'Thursday 10 December 2026 at 13:00 (Nowhere)'],
    [['DTSTART:20261210T130000', 'RRULE:FREQ=DAILY'], 'Thursday 10 December 2026 at 13:00 (repeats)'],
    [['DTSTART;VALUE=DATE:20261210', 'DTEND;VALUE=DATE:20261211'], 'Thursday 10 December 2026 (all day)'],
    [
      ['DTSTART;VALUE=DATE:20261210', 'DTEND;VALUE=DATE:20261212'],
      'Thursday 10 December 2026 – Friday 11 December 2026 (all day)',
    ],
    [['DTSTART:99999999T999999Z'], undefined],
    [['DTSTART:yesterday'], undefined],
  ])('%j', (lines, expected) => {
    expect(when(...lines)?.replaceAll(',', '')).toBe(expected?.replaceAll(',', ''))
  })

  test.each([
    ['20260710T090000', '09:00'],
    ['20261210T090000', '10:00'],
    ['20260101T090000', '10:00'],
  ])('by the rules that the calendar gives for its zone: %s', (start, own) => {
    const text = calendar([`DTSTART;TZID=Here:${start}`], zone('+0000', '+0200'))
    const shown = rows(text)['When'] ?? ''
    expect(shown).toContain(`at ${own} (CE`.replace('at 09:00 (CE', 'at 09:00 (Here'))
  })

  test('in the words of the reader', () => {
    expect(rows(calendar(['SUMMARY:Besuch', 'DTSTART:20261210T130000Z']), 'de')).toEqual({
      Termin: 'Besuch',
      Wann: 'Donnerstag, 10. Dezember 2026 um 14:00 (MEZ), angegeben als 13:00 (UTC)',
    })
  })
})

describe('what is done with an event', () => {
  test.each([
    ['REQUEST', 'Invitation'],
    ['CANCEL', 'Cancelled event'],
    ['REPLY', 'Reply to an invitation'],
    ['COUNTER', 'Proposed change of an event'],
    ['PUBLISH', 'Event'],
  ])('%s is shown as %s', (method, label) => {
    expect(rows(calendar(['SUMMARY:x'], [`METHOD:${method}`]))).toEqual({ [label]: 'x' })
  })

  test('a status of cancelled counts, and texts of alarms do not', () => {
    const alarm = ['BEGIN:VALARM', 'SUMMARY:alarm', 'END:VALARM', 'SUMMARY:x', 'STATUS:CANCELLED']
    expect(rows(calendar(alarm))).toEqual({ 'Cancelled event': 'x' })
  })
})

test('no text makes it throw', () => {
  const line = fc.constantFrom(
    'BEGIN:VEVENT',
    'END:VEVENT',
    'BEGIN:VTIMEZONE',
    'END:VTIMEZONE',
    'BEGIN:STANDARD',
    'END:STANDARD',
    'TZID:Here',
    'DTSTART:20261399T256199',
    'DTSTART;TZID=Here:20261210T130000',
    'DTSTART;TZID="',
    'TZOFFSETTO:+9999',
    'TZOFFSETTO:+0100',
    'RRULE:FREQ=YEARLY;BYMONTH=13;BYDAY=9SU',
    'DURATION:P9999W',
    'SUMMARY:\\',
    ' folded',
  )
  fc.assert(
    fc.property(fc.array(line, { maxLength: 40 }), (lines) => {
      expect(() => rows(lines.join('\r\n'))).not.toThrow()
    }),
    { numRuns: 500 },
  )
})
