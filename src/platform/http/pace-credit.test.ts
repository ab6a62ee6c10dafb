import { expect, test } from 'vitest'
import { defaultHttpLimits } from './http-limits.ts'
import { paceCredit, type PaceStep } from './pace-credit.ts'

const stepMs = 5000
const { paceGraceMs } = defaultHttpLimits

/** After how many steps of five seconds a client is cut off; `null` when it lasts through `steps`. */
function endsAfter(steps: number, stepOf: (step: number) => Omit<PaceStep, 'elapsedMs'>): number | null {
  let credit = paceGraceMs
  for (let step = 1; step <= steps; step++) {
    credit = paceCredit(credit, { elapsedMs: stepMs, ...stepOf(step) }, defaultHttpLimits)
    if (credit <= 0) return step
  }
  return null
}
const client = (movedBytes: number) => () => ({ movedBytes, isClientsTurn: true })

test('a client that sends nothing is cut off after the grace', () => {
  expect(endsAfter(1000, client(0))).toBe(paceGraceMs / stepMs)
})

test('a byte now and then does not help', () => {
  expect(endsAfter(1000, client(1))).toBe(paceGraceMs / stepMs + 1)
})

test('a line of two kilobytes a second brings fifty megabytes', () => {
  expect(endsAfter(5000, client(2048 * 5))).toBeNull()
})

test('a line that is gone for half a minute again and again is waited for when it is fast in between', () => {
  expect(endsAfter(5000, (step) => ({ movedBytes: step % 7 === 0 ? 50_000 : 0, isClientsTurn: true }))).toBeNull()
})

test('what came fast at first does not pay for a trickle later', () => {
  const burst = (step: number) => ({ movedBytes: step === 1 ? 100_000_000 : 0, isClientsTurn: true })
  expect(endsAfter(1000, burst)).toBe(1 + paceGraceMs / stepMs)
})

test('time in which the server works costs the client nothing', () => {
  expect(endsAfter(1000, () => ({ movedBytes: 0, isClientsTurn: false }))).toBeNull()
})
