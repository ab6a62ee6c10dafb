import { describe, expect, test } from 'vitest'
import { instantOfClock } from './index.ts'

describe('the instant at which clocks show a time', () => {
  test.each([
    ['2026-11-20T14:00:00Z', 'Europe/Berlin', '2026-11-20T13:00:00.000Z'],
    ['2026-07-20T14:00:00Z', 'Europe/Berlin', '2026-07-20T12:00:00.000Z'],
    ['2026-11-20T14:00:00Z', 'Asia/Kathmandu', '2026-11-20T08:15:00.000Z'],
    ['2026-11-20T14:00:00Z', 'Pacific/Kiritimati', '2026-11-20T00:00:00.000Z'],
    ['2026-11-20T14:00:00Z', 'UTC', '2026-11-20T14:00:00.000Z'],
  ])('%s in %s is %s', (local, zone, instant) => {
    expect(instantOfClock(new Date(local), zone).toISOString()).toBe(instant)
  })

  test('is the first one of an hour that comes twice', () => {
    expect(instantOfClock(new Date('2026-10-25T02:30:00Z'), 'Europe/Berlin').toISOString()).toBe(
      '2026-10-25T00:30:00.000Z',
    )
  })

  test('counts on from the hour before where clocks leave the time out', () => {
    expect(instantOfClock(new Date('2026-03-29T02:30:00Z'), 'Europe/Berlin').toISOString()).toBe(
      '2026-03-29T01:30:00.000Z',
    )
  })
})
