import { describe, expect, test } from 'vitest'
import { mayTellOfFailure, mayTellSender, reportAddressOf } from './telling.ts'

const message = { return_path: 'Ada@praxis.example', is_automatic: false, sender_address: 'ada@praxis.example' }
const copy = { dsn_notify: '' }

describe('the sender', () => {
  test.each([
    ['an ordinary message', {}, '', true, true, 'Ada@praxis.example'],
    ['one that is to report failures', {}, 'success,failure', true, true, 'Ada@praxis.example'],
    ['one that is to report successes only', {}, 'success', true, false, 'Ada@praxis.example'],
    ['one that is to report nothing', {}, 'never', false, false, 'Ada@praxis.example'],
    ['the null sender', { return_path: '' }, '', false, false, ''],
    ['the null sender that asks for reports', { return_path: '' }, 'failure', false, false, ''],
    ['what a program wrote', { is_automatic: true }, '', false, false, ''],
    ['what a program wrote that asks for reports', { is_automatic: true }, 'failure', false, false, ''],
    [
      'a list',
      { is_automatic: true, return_path: 'bounces@praxis.example' },
      '',
      false,
      false,
      'bounces@praxis.example',
    ],
    ['another return path', { return_path: 'bounces@praxis.example' }, '', true, true, 'bounces@praxis.example'],
  ])('of %s hears of it as the envelope says', (_what, change, dsn_notify, anything, failure, report) => {
    const given = { ...message, ...change }
    expect(mayTellSender(given, { ...copy, dsn_notify })).toBe(anything)
    expect(mayTellOfFailure(given, { ...copy, dsn_notify })).toBe(failure)
    expect(reportAddressOf(given)).toBe(report)
  })
})
