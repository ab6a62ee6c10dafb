import { describe, expect, test } from 'vitest'
import { encodeBase64, encodeUtf8 } from '../bytes/index.ts'
import { parseAuth, readLoginUser, readPlainResponse, readResponse } from './auth-command.ts'

const base64 = (text: string) => encodeBase64(encodeUtf8(text))

describe('AUTH (RFC 4954 section 4)', () => {
  test.each([
    ['PLAIN', { mechanism: 'PLAIN', initialResponse: null }],
    ['plain AHQA', { mechanism: 'PLAIN', initialResponse: 'AHQA' }],
    ['PLAIN =', { mechanism: 'PLAIN', initialResponse: '=' }],
    ['CRAM-MD5', { mechanism: 'CRAM-MD5', initialResponse: null }],
  ])('%j is read', (rest, command) => {
    expect(parseAuth(rest)).toEqual(command)
  })

  test.each(['', ' ', 'PLAIN a b', 'PLAIN !', 'PL\0AIN', 'A'.repeat(21), 'PLAIN a=b'])('%j is not', (rest) => {
    expect(parseAuth(rest)).toBeNull()
  })
})

describe('the response of PLAIN (RFC 4616)', () => {
  test.each([
    ['\0tim\0tanstaaftanstaaf', { user: 'tim', password: 'tanstaaftanstaaf', actFor: '' }],
    ['Ursel\0Kurt\0xipj3plmq', { user: 'Kurt', password: 'xipj3plmq', actFor: 'Ursel' }],
    ['tim\0\0pass', { user: 'tim', password: 'pass', actFor: 'tim' }],
    ['\0jürgen\0pässword', { user: 'jürgen', password: 'pässword', actFor: '' }],
  ])('%j is read', (text, credentials) => {
    expect(readPlainResponse(base64(text))).toEqual(credentials)
  })

  test.each(['tim\0pass', '\0a\0b\0c', '', '\0a\nb\0c', 'a\x85\0b\0c'])('%j is not', (text) => {
    expect(readPlainResponse(base64(text))).toBeNull()
  })
})

test('a response may be padded or not, and must be base64 of UTF-8', () => {
  expect(readResponse('dGlt')).toBe('tim')
  expect(readResponse('dGk=')).toBe('ti')
  expect(readResponse('dA==')).toBe('t')
  expect(readResponse('dA')).toBe('t')
  expect(readResponse('=')).toBe('')
  expect(readResponse('!!')).toBeNull()
  expect(readResponse('/w==')).toBeNull()
})

test('LOGIN wants a user without control characters', () => {
  expect(readLoginUser(base64('tim'))).toBe('tim')
  expect(readLoginUser('=')).toBeNull()
  expect(readLoginUser(base64('ti\rm'))).toBeNull()
})
