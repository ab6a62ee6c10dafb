import { describe, expect, test } from 'vitest'
import { replyText } from '../../../lib/smtp/index.ts'
import { AppError, type AppErrorKind, type AppErrorOptions } from '../../../lib/errors/app-error.ts'
import { refusals } from './errors.ts'
import { smtpReplyOf } from './smtp-reply.ts'

const reply = (kind: AppErrorKind, options?: AppErrorOptions) => {
  const { code, enhanced } = smtpReplyOf(new AppError(kind, 'x.y', 'text', options))
  return `${code} ${enhanced}`
}

describe('a failure becomes a reply', () => {
  test.each([
    ['refused', undefined, '550 5.7.1'],
    ['invalid', undefined, '550 5.6.0'],
    ['conflict', undefined, '451 4.3.0'],
    ['not-found', undefined, '550 5.1.1'],
    ['unavailable', undefined, '451 4.3.0'],
    ['broken', undefined, '451 4.3.0'],
    ['refused', { temporary: true }, '451 4.7.1'],
    ['invalid', { reason: 'too-large' }, '552 5.3.4'],
    ['refused', { reason: 'too-many' }, '451 4.7.1'],
    ['refused', { reason: 'signed-out' }, '535 5.7.8'],
    ['refused', { reason: 'gone' }, '550 5.1.1'],
  ] as const)('%s with %j is %s', (kind, options, status) => {
    expect(reply(kind, options)).toBe(status)
  })

  test('a full disk is found behind other errors, and a cause that runs in a circle does no harm', () => {
    const full = Object.assign(new Error('disk'), { code: '53100' })
    expect(smtpReplyOf(new Error('a', { cause: new Error('b', { cause: full }) })).code).toBe(452)
    const circle = new Error('circle')
    circle.cause = circle
    expect(smtpReplyOf(circle).code).toBe(451)
  })

  test('what was not meant for the outside is not shown', () => {
    expect(JSON.stringify(smtpReplyOf(new Error('password=x')))).not.toContain('password')
    expect(smtpReplyOf('a string').code).toBe(451)
  })

  test('a text is one line of ASCII that fits', () => {
    expect(replyText('a\r\n250 ok')).toBe('a 250 ok')
    expect(replyText('für')).toBe('f?r')
    expect(replyText('x'.repeat(2000)).length).toBeLessThan(500)
    expect(smtpReplyOf(refusals.senderForeign(`${'a'.repeat(900)}@x`, 'b@c')).text.length).toBeLessThan(500)
  })
})
