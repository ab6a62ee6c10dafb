import { expect, test } from 'vitest'
import { addDays, endOfDay, toDayText } from './days.ts'

test('a day ends at its last second', () => {
  const end = endOfDay('2026-02-28')
  expect(end?.getDate()).toBe(28)
  expect(end?.getHours()).toBe(23)
})

test.each(['', '2026-02-30', '2026-13-01', '28.02.2026', '2026-2-8'])('"%s" is no day', (text) => {
  expect(endOfDay(text)).toBeNull()
})

test('a day is written as a date field writes it', () => {
  expect(toDayText(new Date(2026, 0, 5, 23, 30))).toBe('2026-01-05')
})

test('days are counted on the calendar, over the end of a year', () => {
  expect(toDayText(addDays(new Date(2026, 11, 20, 12), 30))).toBe('2027-01-19')
})
