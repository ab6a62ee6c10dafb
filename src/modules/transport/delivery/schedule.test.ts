import { expect, test } from 'vitest'
import { lifetimeMs, nextAttemptAt, outageDelayMs, retryDelayMs } from './schedule.ts'

const minutes = (count: number) => count * 60_000

test('waits double from five minutes up to four hours', () => {
  const waits = Array.from({ length: 9 }, (_, index) => retryDelayMs(index + 1, 0.5))
  expect(waits).toEqual([5, 10, 20, 40, 80, 160, 240, 240, 240].map(minutes))
  expect(retryDelayMs(1000, 0.5)).toBe(minutes(240))
})

test('waits are spread by a tenth, so that mails do not return together', () => {
  expect(retryDelayMs(1, 0)).toBe(minutes(4.5))
  expect(retryDelayMs(1, 0.999_999)).toBeLessThanOrEqual(minutes(5.5))
})

test('an unreachable host is asked again after seconds, later every quarter of an hour', () => {
  expect([1, 2, 3, 4, 5, 6, 7, 100].map(outageDelayMs)).toEqual([
    15_000, 30_000, 60_000, 120_000, 240_000, 480_000, 900_000, 900_000,
  ])
})

test('the last attempt falls on the end of the fifth day, and there is none after it', () => {
  const firstQueuedAt = new Date('2026-11-01T00:00:00Z')
  const nearEnd = new Date(firstQueuedAt.getTime() + lifetimeMs - minutes(10))
  const end = new Date(firstQueuedAt.getTime() + lifetimeMs)
  expect(nextAttemptAt({ now: nearEnd, firstQueuedAt, delayMs: minutes(240) })).toEqual(end)
  expect(nextAttemptAt({ now: end, firstQueuedAt, delayMs: minutes(240) })).toBeNull()
})
