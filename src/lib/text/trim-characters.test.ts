import { expect, test } from 'vitest'
import { before, trimEndOf } from './index.ts'

test.each([
  ['a.,', '.,', 'a'],
  ['a.b', '.,', 'a.b'],
  ['...', '.', ''],
  ['', '.', ''],
  ['a ', '', 'a '],
])('%j without %j at its end is %j', (text, unwanted, left) => expect(trimEndOf(text, unwanted)).toBe(left))

test.each([
  ['fe80::1%eth0', '%', 'fe80::1'],
  ['%', '%', ''],
  ['none', '%', 'none'],
])('before the sign in %j stands what it should', (text, sign, left) => expect(before(text, sign)).toBe(left))
