import type { HttpLimits } from './http-limits.ts'

export interface PaceStep {
  readonly elapsedMs: number
  /** What the client brought in this time. */
  readonly movedBytes: number
  /** Whether the client is the one who is waited for. */
  readonly isClientsTurn: boolean
}

/**
 * How long a client may still be slow, in milliseconds; at zero it is cut off. Time in which it is waited for costs, bytes
 * earn what they may take, and more than the grace is never saved up: a large body on a slow line goes on for as long as it
 * moves, a trickle ends after the grace.
 */
export function paceCredit(
  creditMs: number,
  { elapsedMs, movedBytes, isClientsTurn }: PaceStep,
  { minBytesPerSecond, paceGraceMs }: Pick<HttpLimits, 'minBytesPerSecond' | 'paceGraceMs'>,
): number {
  const cost = isClientsTurn ? elapsedMs : 0
  const earned = (movedBytes / minBytesPerSecond) * 1000
  return Math.min(paceGraceMs, creditMs - cost + earned)
}
