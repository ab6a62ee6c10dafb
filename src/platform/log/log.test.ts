import { describe, expect, test } from 'vitest'
import { AppError } from '../../lib/errors/app-error.ts'
import { createLog, describeError, scrubText, type LogFields } from './log.ts'

function linesOf(write: (log: ReturnType<typeof createLog>) => void, level = 'debug'): Record<string, unknown>[] {
  const lines: string[] = []
  write(createLog(level, { write: (line: string) => void lines.push(line) }))
  return lines.map((line) => JSON.parse(line) as Record<string, unknown>)
}
const logged = (fields: LogFields) => linesOf((log) => log.info('event', fields))[0]

describe('a log line', () => {
  test('is one JSON object with the event, a time and its facts', () => {
    expect(logged({ copies: 3, kind: 'portal', done: true, none: null })).toMatchObject({
      event: 'event',
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
      copies: 3,
      kind: 'portal',
      done: true,
      none: null,
    })
  })

  test.each(
    [
      'password subject body text code token secret cookie authorization phone proof share serverShare apiKey linkSecret',
      'accessCode smtpPassword messageBody fragment passphrase',
    ].flatMap((line) => line.split(' ')),
  )('withholds what is called %s', (name) => {
    expect(logged({ [name]: 'value' })).toMatchObject({ [name]: '[withheld]' })
  })

  test('keeps the code of an error, which is a word', () => {
    expect(logged(describeError(new AppError('broken', 'transit.damaged', 'x')))).toMatchObject({
      error: 'AppError',
      errorCode: 'transit.damaged',
    })
  })

  test('of a child carries the child’s facts, scrubbed as well', () => {
    const [line] = linesOf((log) => log.child({ organisation: 'a', token: 'b' }).warn('event', { more: 1 }))
    expect(line).toMatchObject({ organisation: 'a', token: '[withheld]', more: 1 })
  })

  test('below the level is not written', () => {
    expect(linesOf((log) => log.debug('quiet'), 'info')).toEqual([])
  })

  test('cannot be broken into two by a line end in a value', () => {
    const lines: string[] = []
    createLog('info', { write: (line: string) => void lines.push(line) }).info('event', {
      host: 'a\n{"event":"forged"}',
    })
    expect(lines.join('').trimEnd().split('\n')).toHaveLength(1)
  })
})

describe('free text in a log', () => {
  test.each([
    ['http://x/o/AAAAAAAAAAAAAAAAAAAAAA#BBBBBBBBBBBBBBBBBBBBBBBBBBB broke', 'http://x/o/[withheld] broke'],
    ['GET /o/AAAA%23BBBB failed', 'GET /o/[withheld] failed'],
    ['cannot send to +4915112345678', 'cannot send to [digits]'],
    ['key 01a1fd55-7a80-7c5d-9bae-e1241001268b', 'key 01a1fd55-7a80-7c5d-9bae-e1241001268b'],
    ['15112345678-7a80-7c5d-9bae-015112345678', '[digits]-7a80-7c5d-9bae-[digits]'],
    ['cannot send to 004915112345678.', 'cannot send to [digits].'],
    ['cannot send to +49 (151) 123-456 78', 'cannot send to [digits]'],
    ['connect ECONNREFUSED 127.0.0.1:5432', 'connect ECONNREFUSED 127.0.0.1:5432'],
    ['at 2026-11-21 in 12345678 ms', 'at 2026-11-21 in 12345678 ms'],
  ])('“%s” becomes “%s”', (text, clean) => expect(scrubText(text)).toBe(clean))

  test('is cut at 300 characters', () => expect(scrubText('x'.repeat(1000))).toHaveLength(300))
})

describe('a thrown value', () => {
  test('is described by name, code and scrubbed message, never by what else it carries', () => {
    const error = Object.assign(new Error('duplicate key for +4915112345678'), {
      code: '23505',
      detail: 'Key (subject)=(secret) already exists.',
      response: { body: 'secret' },
    })
    expect(describeError(error)).toEqual({ error: 'Error', errorCode: '23505', reason: 'duplicate key for [digits]' })
  })

  test.each([['a string'], [null], [undefined], [{ message: 'x' }]])('that is no Error tells nothing: %s', (value) =>
    expect(describeError(value)).toEqual({ error: 'not an Error' }),
  )
})
