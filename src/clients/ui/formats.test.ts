import { describe, expect, test } from 'vitest'
import { createFormats } from './formats.ts'

describe('days and moments are those of the organisation, wherever the reader is', () => {
  const formats = createFormats('en', 'Europe/Berlin')

  test.each([
    ['2026-11-29T22:59:00Z', 'in 30 days'],
    // The next day has begun in Berlin.
    ['2026-11-29T23:00:00Z', 'in 29 days'],
    ['2026-12-28T12:00:00Z', 'tomorrow'],
    ['2026-12-29T22:59:59Z', 'today'],
  ])('at %s the last day is %s', (now, words) => expect(formats.daysUntil('2026-12-29', new Date(now))).toBe(words))

  test('and are written alike in mails and on pages', () => {
    expect(formats.calendarDay('2026-12-29')).toBe('29 December 2026')
    expect(formats.day('2026-12-29T23:30:00Z')).toBe('30 December 2026')
    expect(formats.moment('2026-11-29T02:52:00Z')).toBe('29 November 2026 at 03:52 CET')
    expect(createFormats('de', 'Europe/Berlin').moment('2026-07-29T02:52:00Z')).toBe('29. Juli 2026 um 04:52 MESZ')
    expect(createFormats('de', 'America/New_York').daysUntil('2026-12-29', new Date('2026-12-28T03:00:00Z'))).toBe(
      'übermorgen',
    )
  })
})
