import { describe, expect, test } from 'vitest'
import { isAutomaticMail } from './automatic-mail.ts'

describe('a message written by a program', () => {
  test.each([
    ['auto-submitted', 'auto-replied'],
    ['auto-submitted', 'Auto-Generated; owner-email="x@y.example"'],
    ['auto-submitted', 'auto-notified (of (course))'],
    ['auto-submitted', '(no) anything-else'],
    ['precedence', 'Bulk'],
    ['precedence', 'list'],
    ['precedence', 'junk (really)'],
    ['list-id', 'News <news.praxis.example>'],
    ['list-unsubscribe', '<mailto:leave@praxis.example>'],
    ['x-auto-response-suppress', 'OOF, AutoReply'],
    ['x-auto-response-suppress', 'All'],
    ['x-autoreply', 'yes'],
    ['content-type', 'multipart/report; report-type=delivery-status; boundary=a'],
    ['content-type', 'Multipart/Report (x); report-type="disposition-notification"'],
    ['content-type', 'message/disposition-notification'],
    ['content-type', 'message/global-delivery-status'],
    ['x-failed-recipients', 'a@x.example'],
  ])('is known by %s: %s', (name, value) => {
    expect(
      isAutomaticMail([
        { name: 'subject', value: 'x' },
        { name, value },
      ]),
    ).toBe(true)
  })

  test.each([
    ['auto-submitted', 'no'],
    ['auto-submitted', 'No (a person); x=y'],
    ['auto-submitted', ''],
    ['precedence', 'first-class'],
    ['precedence', 'special-delivery'],
    ['x-auto-response-suppress', 'None'],
    ['x-autoreply', 'no'],
    ['content-type', 'multipart/mixed; boundary="multipart/report"'],
    ['content-type', 'message/rfc822'],
    ['subject', 'auto-replied'],
    ['x-list-id', 'x'],
  ])('is not known by %s: %s', (name, value) => {
    expect(isAutomaticMail([{ name, value }])).toBe(false)
  })
})
