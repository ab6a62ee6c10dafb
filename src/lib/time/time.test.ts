import { describe, expect, test } from 'vitest'
import { addDays, dayOf, daysBetween, endOfDay, isDay, isTimeZone, showDay, showInstant } from './index.ts'

describe('a zone', () => {
  test.each(['Europe/Berlin', 'UTC', 'America/Argentina/Buenos_Aires', 'Asia/Kolkata', 'Etc/GMT-14', 'Pacific/Apia'])(
    '%s is one of the IANA database',
    (name) => expect(isTimeZone(name)).toBe(true),
  )
  test.each(['', 'Europe/Atlantis', 'europe/berlin', '+01:00', 'Europe/Berlin ', 'CET\n', `A${'/b'.repeat(40)}`])(
    '%j is none',
    (name) => expect(isTimeZone(name)).toBe(false),
  )
})

describe('the day of an instant', () => {
  test.each([
    ['2026-11-29T02:52:00Z', 'Europe/Berlin', '2026-11-29'],
    ['2026-11-29T02:52:00Z', 'America/New_York', '2026-11-28'],
    ['2026-11-28T23:30:00Z', 'Europe/Berlin', '2026-11-29'],
    ['2026-11-29T10:00:00Z', 'Pacific/Kiritimati', '2026-11-30'],
    ['2026-03-29T00:59:59Z', 'Europe/Berlin', '2026-03-29'],
    ['2026-11-29T02:52:00Z', 'No/Such_Zone', '2026-11-29'],
  ])('%s in %s is %s', (instant, zone, day) => expect(dayOf(new Date(instant), zone)).toBe(day))
})

describe('a day ends', () => {
  test.each([
    ['2026-12-29', 'Europe/Berlin', '2026-12-29T22:59:59.999Z'],
    ['2026-07-01', 'Europe/Berlin', '2026-07-01T21:59:59.999Z'],
    // 23 and 25 hours long
    ['2026-03-29', 'Europe/Berlin', '2026-03-29T21:59:59.999Z'],
    ['2026-10-25', 'Europe/Berlin', '2026-10-25T22:59:59.999Z'],
    // The clocks jump from 24:00 to 01:00, and back from 24:00 to 23:00, so that its last hour comes twice.
    ['2026-04-23', 'Africa/Cairo', '2026-04-23T21:59:59.999Z'],
    ['2024-10-26', 'Asia/Beirut', '2024-10-26T21:59:59.999Z'],
    // 30 December 2011 did not exist there.
    ['2011-12-29', 'Pacific/Apia', '2011-12-30T09:59:59.999Z'],
    ['2011-12-30', 'Pacific/Apia', '2011-12-30T09:59:59.999Z'],
    ['2026-12-31', 'Pacific/Kiritimati', '2026-12-31T09:59:59.999Z'],
    ['2026-12-31', 'Etc/GMT+12', '2027-01-01T11:59:59.999Z'],
  ])('%s in %s at %s', (day, zone, end) => expect(endOfDay(day, zone).toISOString()).toBe(end))

  test('once, whatever the zone: its end belongs to it and the next millisecond to a later one', () => {
    for (const zone of ['Europe/Berlin', 'America/Havana', 'Asia/Beirut', 'Australia/Lord_Howe', 'Africa/Cairo', 'UTC'])
      for (let day = '2026-01-01'; day < '2027-01-01'; day = addDays(day, 1)) {
        const end = endOfDay(day, zone)
        expect([zone, dayOf(end, zone)]).toEqual([zone, day])
        expect(dayOf(new Date(end.getTime() + 1), zone) > day).toBe(true)
      }
  })
})

test('days are counted by the calendar, over the end of a month, a year and a change of clocks', () => {
  expect(addDays('2026-11-29', 30)).toBe('2026-12-29')
  expect(addDays('2026-12-31', 1)).toBe('2027-01-01')
  expect(addDays('2024-02-28', 1)).toBe('2024-02-29')
  expect(addDays('2026-03-01', -1)).toBe('2026-02-28')
  expect(daysBetween('2026-03-28', '2026-03-30')).toBe(2)
  expect(['2026-02-29', '2026-13-01', '29.12.2026', ''].map(isDay)).toEqual([false, false, false, false])
  expect(isDay('2028-02-29')).toBe(true)
})

describe('what is shown', () => {
  const instant = new Date('2026-11-29T23:52:00Z')
  test('is the same on every machine, and a moment names its zone', () => {
    expect(showDay('2026-12-29', 'de')).toBe('29. Dezember 2026')
    expect(showDay('2026-12-29', 'en')).toBe('29 December 2026')
    const berlin = { timeZone: 'Europe/Berlin' }
    expect(showInstant(instant, 'moment', { ...berlin, language: 'de' })).toBe('30. November 2026 um 00:52 MEZ')
    expect(showInstant(instant, 'moment', { ...berlin, language: 'en' })).toBe('30 November 2026 at 00:52 CET')
    expect(showInstant(instant, 'day', { language: 'en', timeZone: 'America/New_York' })).toBe('29 November 2026')
  })

  test('in a zone that the machine does not know is in UTC, and says so', () =>
    expect(showInstant(instant, 'moment', { language: 'en', timeZone: 'Mars/Olympus' })).toBe(
      '29 November 2026 at 23:52 UTC',
    ))
})
