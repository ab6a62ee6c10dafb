import { expect, test } from 'vitest'
import { namesHost } from './policy-file.ts'
import { readPolicyId } from './policy-record.ts'

test.each([
  [['v=STSv1; id=20160831085700Z;'], '20160831085700Z'],
  [['v=STSv1;id=a'], 'a'],
  [['v=STSv1 ; id=a ; x-more=b ;'], 'a'],
  [['something else', 'v=STSv1; id=a;'], 'a'],
  [['v=STSv1; id=a;', 'v=STSv1; id=b;'], null],
  [['v=STSv2; id=a;'], null],
  [['V=STSV1; id=a;'], null],
  [['v=STSv1;'], null],
  [['v=STSv1'], null],
  [['v=STSv1; id=;'], null],
  [['v=STSv1; id=a b;'], null],
  [['v=STSv1; id=not-allowed;'], null],
  [[`v=STSv1; id=${'a'.repeat(33)};`], null],
  [['v=STSv1; noise; id=a;'], null],
  [[], null],
])('the records %j have the id %s', (records, expected) => {
  expect(readPolicyId(records)).toBe(expected)
})

test.each([
  ['mx.b.test', 'mx.b.test', true],
  ['mx.b.test', 'MX.B.test.', true],
  ['mx.b.test', 'mx2.b.test', false],
  ['*.b.test', 'mx.b.test', true],
  ['*.b.test', 'a.mx.b.test', false],
  ['*.b.test', 'b.test', false],
  ['b.test', 'mx.b.test', false],
])('a policy for %s: the host %s is in it: %s', (pattern, host, expected) => {
  expect(namesHost({ mx: [pattern] }, host)).toBe(expected)
})
