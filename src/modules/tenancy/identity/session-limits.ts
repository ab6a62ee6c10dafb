export const idleMinutes = 30
const idleMs = idleMinutes * 60_000
const absoluteMs = 12 * 3_600_000
const touchEveryMs = 10_000

interface SessionTimes {
  readonly startedAt: Date
  readonly lastSeenAt: Date
}

/** Idle for 30 minutes, or open for 12 hours whatever happened in between. */
export function hasRunOut({ startedAt, lastSeenAt }: SessionTimes, now: Date): boolean {
  return now.getTime() - lastSeenAt.getTime() >= idleMs || now.getTime() - startedAt.getTime() >= absoluteMs
}

/** Not every request of a busy page becomes a write; a session may therefore end up to 10 seconds early. */
export function isTouchDue({ lastSeenAt }: SessionTimes, now: Date): boolean {
  return now.getTime() - lastSeenAt.getTime() >= touchEveryMs
}

/** The limits as points in time, for the sweep. */
export function sweepLimits(now: Date) {
  const before = (ms: number) => new Date(now.getTime() - ms)
  return { seenBefore: before(idleMs), startedBefore: before(absoluteMs), endedBefore: before(30 * 86_400_000) }
}
