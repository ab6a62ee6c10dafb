import { describe, expect, test } from 'vitest'
import { ApiError } from '../../../contract/client.ts'
import { SplitKeyError } from '../../../lib/split-key/index.ts'
import { UnopenableContentError } from '../../keys/open-content-error.ts'
import { StretchError } from '../../keys/web-argon2id.ts'
import { meansLinkChanged, meansSessionEnded, problemOf } from './problem.ts'

describe('what went wrong becomes what to do', () => {
  test.each([
    [new ApiError('portal.code-wrong', 403, ''), 'code-wrong'],
    [new ApiError('portal.too-many-codes', 429, ''), 'too-many-codes'],
    [new ApiError('http.too-many', 429, ''), 'too-many'],
    [new ApiError('http.too-large', 413, ''), 'too-large'],
    [new ApiError('portal.session-ended', 401, ''), 'session-ended'],
    [new ApiError('offline', 0, ''), 'offline'],
    [new ApiError('http.failed', 502, ''), 'offline'],
    [new ApiError('http.failed', 500, ''), 'failed'],
    [new TypeError('network error'), 'offline'],
    [new UnopenableContentError(), 'unopenable'],
    [new SplitKeyError(), 'unopenable'],
    [new StretchError(), 'stretch-failed'],
    [new Error('anything'), 'failed'],
    ['not even an error', 'failed'],
  ])('%s: %s', (cause, problem) => {
    expect(problemOf(cause)).toBe(problem)
  })

  test('and tells when the link is to be asked about again', () => {
    expect(meansLinkChanged(new ApiError('portal.locked', 403, ''))).toBe(true)
    expect(meansLinkChanged(new ApiError('portal.closed', 410, ''))).toBe(true)
    expect(meansLinkChanged(new ApiError('portal.code-wrong', 403, ''))).toBe(false)
    expect(meansSessionEnded(new ApiError('portal.session-ended', 401, ''))).toBe(true)
  })
})
