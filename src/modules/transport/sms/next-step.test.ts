import { describe, expect, it } from 'vitest'
import { maxUncertainAttempts, nextStep } from './next-step.ts'
import { refused, unavailable } from './transports/transport.ts'

const now = new Date('2026-11-21T09:00:00Z')
const standing = {
  purpose: 'portal-code',
  attempts: 1,
  uncertainAttempts: 0,
  notAfter: new Date('2026-11-21T09:10:00Z'),
} as const
const calm = { now, jitter: 0 }
const pauseOf = (attempts: number, purpose: 'portal-code' | 'password', jitter = 0) => {
  const notAfter = new Date('2026-11-22T09:00:00Z')
  const step = nextStep(unavailable('unreachable'), { ...standing, attempts, purpose, notAfter }, { now, jitter })
  return step.kind === 'again' ? step.at.getTime() - now.getTime() : step.kind
}

describe('nextStep', () => {
  it.each([
    [refused('invalid-number', { permanent: true }), 'invalid-number'],
    [refused('not-authorised', { permanent: true }), 'not-authorised'],
    [unavailable('certificate', { retryable: false }), 'certificate'],
    [unavailable('redirected', { retryable: false }), 'redirected'],
  ])('fails at once after %j', (outcome, failure) => {
    expect(nextStep(outcome, standing, calm)).toEqual({ kind: 'failed', failure })
  })

  it.each([
    [refused('throttled', { permanent: false }), false],
    [unavailable('unreachable'), false],
    [unavailable('closed'), false],
    [unavailable('timeout', { mayHaveLeft: true }), true],
  ])('tries again after %j', (outcome, uncertain) => {
    expect(nextStep(outcome, standing, calm)).toEqual({
      kind: 'again',
      at: new Date('2026-11-21T09:00:02Z'),
      uncertain,
    })
  })

  it('pauses longer each time, up to a limit per purpose, and adds up to a quarter', () => {
    expect([1, 2, 3, 4, 5, 6, 7, 50].map((attempts) => pauseOf(attempts, 'portal-code'))).toEqual([
      2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000, 60_000,
    ])
    expect(pauseOf(50, 'password')).toBe(900_000)
    expect(pauseOf(1, 'portal-code', 1)).toBe(2_500)
  })

  it('fails now when the next attempt would come too late', () => {
    const late = { ...standing, notAfter: new Date('2026-11-21T09:00:02Z') }
    expect(nextStep(unavailable('unreachable'), late, calm)).toEqual({ kind: 'failed', failure: 'unreachable' })
  })

  it('gives up after the limit of attempts that may have left', () => {
    const lost = unavailable('timeout', { mayHaveLeft: true })
    const last = { ...standing, uncertainAttempts: maxUncertainAttempts - 1 }
    expect(nextStep(lost, last, calm)).toEqual({ kind: 'failed', failure: 'outcome-unknown' })
    expect(nextStep(unavailable('unreachable'), last, calm)).toMatchObject({ kind: 'again' })
  })
})
