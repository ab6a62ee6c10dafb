import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readMailDate } from './index.ts'

const read = (text: string): string | null => readMailDate(text)?.instant.toISOString() ?? null

describe('a date as mail writes it', () => {
  test.each([
    ['Fri, 21 Nov 1997 09:55:06 -0600', '1997-11-21T15:55:06.000Z'],
    ['Tue, 1 Jul 2003 10:52:37 +0200', '2003-07-01T08:52:37.000Z'],
    ['4 Dec 2026 16:30 +0100', '2026-12-04T15:30:00.000Z'],
    ['Fri, 04 Dec 2026 23:30:00 -0330', '2026-12-05T03:00:00.000Z'],
    ['Fri, 4 Dec 2026 16:30:00 -0000', '2026-12-04T16:30:00.000Z'],
    ['Sat, 31 Dec 2016 23:59:60 +0000', '2017-01-01T00:00:00.000Z'],
    ['29 Feb 2028 00:00:00 +1400', '2028-02-28T10:00:00.000Z'],
  ])('%j is %s', (text, expected) => {
    expect(read(text)).toBe(expected)
  })

  test.each([
    [
      'Thu,\r\n      13\r\n        Feb\r\n          1969\r\n      23:32\r\n               -0330 (Newfoundland Time)',
      '1969-02-14T03:02:00.000Z',
    ],
    ['21 Nov 97 09:55:06 GMT', '1997-11-21T09:55:06.000Z'],
    ['Fri, 21 Nov 97 09(comment):   55  :  06 -0600', '1997-11-21T15:55:06.000Z'],
    ['(a (b \\) c)) Fri (,) , 04 (of) Dec 26 16 : 30 EST', '2026-12-04T21:30:00.000Z'],
    ['4 DEC 126 16:30 z', '2026-12-04T16:30:00.000Z'],
    ['6 Nov 26 09:00 CET', '2026-11-06T08:00:00.000Z'],
    ['6 Jul 26 09:00 cest', '2026-07-06T07:00:00.000Z'],
    ['1 Jan 49 00:00 UT', '2049-01-01T00:00:00.000Z'],
    ['1 Jan 50 00:00 UT', '1950-01-01T00:00:00.000Z'],
  ])('in its obsolete form %j is %s', (text, expected) => {
    expect(read(text)).toBe(expected)
  })

  test.each([
    '4.12.2026 16:30',
    '12/4/2026 16:30:00',
    '04-12-2026 16:30 +0100',
    '2026-12-04T16:30:00+01:00',
    '2026-12-04',
    '20261204163000',
    'Fri Dec  4 16:30:00 2026',
    'Fri, 4. Dez. 2026 16:30:00 +0100',
    'Fr, 4 Dec 2026 16:30:00 +0100',
    'Friday, 4 December 2026 16:30:00 +0100',
    'Mon, 4 Dec 2026 16:30:00 +0100',
    'Fri, 4 Dec 2026 16:30:00',
    'Fri, 4 Dec 2026 4:30 PM',
    'Fri, 4 Dec 2026 9:05:00 +0100',
    'Fri, 4 Dec 2026 16:30:00 JST',
    'Fri, 4 Dec 2026 16:30:00 A',
    'Fri, 4 Dec 2026 16:30:00 toString',
    'Fri, 4 Dec 2026 16:30:00 +0175',
    'Fri, 4 Dec 2026 16:30:00 +01:00',
    'Fri, 4 Dec 2026 24:00:00 +0100',
    'Fri, 4 Dec 2026 16:60:00 +0100',
    '31 Apr 2026 10:00 +0000',
    '29 Feb 2026 10:00 +0000',
    '0 Dec 2026 10:00 +0000',
    '1 Jan 0000 10:00 +0000',
    '4 Dec 2026 16:30 +0100 (open',
    '4 Dec 2026 16:30 +0100 trailing',
    'yesterday',
    '1',
    '',
  ])('%j is none', (text) => {
    expect(read(text)).toBeNull()
  })

  test('what a program writes is read back to the second, whatever the offset', () => {
    const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
    const days = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat']
    const two = (value: number) => String(value).padStart(2, '0')
    const moment = fc.date({
      min: new Date('1901-01-01T00:00:00Z'),
      max: new Date('2199-01-01T00:00:00Z'),
      noInvalidDate: true,
    })
    fc.assert(
      fc.property(moment, fc.integer({ min: -14 * 60, max: 14 * 60 }), (given, offset) => {
        const instant = new Date(Math.floor(given.getTime() / 1000) * 1000)
        const local = new Date(instant.getTime() + offset * 60_000)
        const zone = `${offset < 0 ? '-' : '+'}${two(Math.trunc(Math.abs(offset) / 60))}${two(Math.abs(offset) % 60)}`
        const day = `${days[local.getUTCDay()]}, ${local.getUTCDate()} ${months[local.getUTCMonth()]} ${local.getUTCFullYear()}`
        expect(readMailDate(`${day} ${local.toISOString().slice(11, 19)} ${zone}`)).toEqual({
          instant,
          offsetMinutes: offset,
        })
      }),
    )
  })

  test('no text makes it throw, and what is read has a day that stands in the text', () => {
    const pieces = fc.constantFrom(
      'Fri',
      ',',
      ' ',
      '4',
      '04',
      'Dec',
      '2026',
      '26',
      '16:30',
      ':',
      '00',
      '+0100',
      'EST',
      '(',
      ')',
      '\\',
      '.',
      '/',
      '-',
    )
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 20 }), (chosen) => {
        const date = readMailDate(chosen.join(''))
        if (date === null) return
        const local = new Date(date.instant.getTime() + date.offsetMinutes * 60_000)
        expect(chosen.join('')).toContain(String(local.getUTCDate()))
      }),
    )
  })
})
