import { describe, expect, test } from 'vitest'
import { idOf } from '../../../../test/harness/identifiers.ts'
import { waitBeforeSendMs, type CodeSend } from './code-rules.ts'

const now = new Date('2026-11-21T12:00:00.000Z')
const minutesAgo = (copyId: string, ...minutes: number[]): CodeSend[] =>
  minutes.map((minute) => ({ copy_id: idOf(copyId), sent_at: new Date(now.getTime() - minute * 60_000) }))
const waitMinutes = (sends: readonly CodeSend[], copyId = 'a') =>
  waitBeforeSendMs(
    sends.toSorted((left, right) => left.sent_at.getTime() - right.sent_at.getTime()),
    idOf(copyId),
    now,
  ) / 60_000

describe('another code may be sent', () => {
  test.each([
    ['when none was', [], 0],
    ['after two within a quarter of an hour', minutesAgo('a', 3, 2), 0],
    ['when three were, once the first is fifteen minutes old', minutesAgo('a', 14, 2, 1), 1],
    ['at once when the first of three is exactly fifteen minutes old', minutesAgo('a', 15, 2, 1), 0],
    ['for this message, whatever was sent for another', minutesAgo('b', 3, 2, 1), 0],
    [
      'when ten were in a day, once the first is a day old',
      minutesAgo('b', 1430, 90, 80, 70, 60, 50, 40, 30, 29, 28),
      10,
    ],
    [
      'when both caps are reached, after the longer wait',
      [...minutesAgo('a', 3, 2, 1), ...minutesAgo('b', 1438, 90, 80, 70, 60, 50, 40)],
      12,
    ],
  ])('%s', (_when, sends, minutes) => expect(waitMinutes(sends)).toBe(minutes))
})
