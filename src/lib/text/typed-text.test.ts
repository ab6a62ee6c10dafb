import { describe, expect, test } from 'vitest'
import { foldCase, readSixDigits, readTyped, toAsciiDigits } from './index.ts'

describe('a code of six digits is read', () => {
  test.each([
    ['266525', 'ASCII'],
    ['٢٦٦٥٢٥', 'Arabic-Indic'],
    ['۲۶۶۵۲۵', 'Persian'],
    ['२६६५२५', 'Devanagari'],
    ['২৬৬৫২৫', 'Bengali'],
    ['๒๖๖๕๒๕', 'Thai'],
    ['២៦៦៥២៥', 'Khmer'],
    ['２６６５２５', 'full-width'],
    ['𝟐𝟔𝟔𝟓𝟐𝟓', 'bold'],
    ['𝟚𝟞𝟞𝟝𝟚𝟝', 'double-struck'],
    ['𝟸𝟼𝟼𝟻𝟸𝟻', 'monospace'],
    ['𑁨𑁬𑁬𑁫𑁨𑁫', 'Brahmi, beyond the first plane'],
    ['٢٦٦525', 'two scripts'],
    [' 266 525\n', 'spaces'],
    ['266\u00a0525', 'a no-break space'],
    ['266\u202f525', 'a narrow one'],
    ['266-525', 'a hyphen'],
    ['266–525', 'a dash'],
    ['\u200f٢٦٦\u200e٥٢٥\u200f', 'marks of direction'],
    ['\u2068266525\u2069', 'isolates'],
    ['2\u200b6\u200c6\u200d5\ufeff2\u20605', 'zero-width characters'],
  ])('%j in %s', (typed) => expect(readSixDigits(typed)).toBe('266525'))

  test.each(['', '26652', '2665250', 'abcdef', '२६६५२', '一二三四五六'])('and %j is none', (typed) =>
    expect(readSixDigits(typed)).toBeNull(),
  )
})

test('every decimal digit that Unicode has gets its value, ten of each in a row', () => {
  const found: string[] = []
  for (let code = 0; code <= 0x10ffff; code++) {
    if (code === 0xd800) code = 0xe000
    const character = String.fromCodePoint(code)
    if (/\p{Nd}/u.test(character)) found.push(toAsciiDigits(character))
  }
  expect(found.length).toBeGreaterThan(600)
  expect(found.join('')).toBe('0123456789'.repeat(found.length / 10))
})

test('letters keep their script and lose only what nobody sees', () => {
  expect(readTyped(' Ａpfel \u00ad77\u200b ')).toBe('Apfel77')
  expect(readTyped('سیب ۷۷')).toBe('سیب77')
  expect(readTyped('a\u0308')).toBe('ä')
})

test.each([
  ['Straße', 'STRASSE'],
  ['ÄPFEL', 'äpfel'],
  ['İZMİR', 'izmir'],
  ['ısı', 'ISI'],
  ['ΟΔΟΣ', 'οδος'],
  ['οδοσ', 'ΟΔΟΣ'],
])('case makes no difference between %s and %s', (one, other) => expect(foldCase(one)).toBe(foldCase(other)))
