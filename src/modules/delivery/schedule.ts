const minuteMs = 60_000
const hourMs = 60 * minuteMs

/** A mail is given up five days after it was queued (RFC 5321 section 4.5.4.1). */
export const lifetimeMs = 120 * hourMs
/** After this long without success the sender hears about the delay, once. */
export const delayReportAfterMs = 4 * hourMs

/**
 * The wait after the attempt with the given number (the first is 1): 5 minutes, doubled each time, at most 4 hours,
 * spread by a tenth in both directions so that mails queued together do not return together. `random` is in [0, 1).
 */
export function retryDelayMs(attempt: number, random: number): number {
  const planned = Math.min(5 * minuteMs * 2 ** Math.min(attempt - 1, 12), 4 * hourMs)
  return Math.round(planned * (0.9 + random * 0.2))
}

/** How long a host that could not be reached is left alone: 15 seconds, doubled each time, at most 15 minutes. */
export function outageDelayMs(outages: number): number {
  return Math.min(15_000 * 2 ** Math.min(outages - 1, 12), 15 * minuteMs)
}

/** The time of the next attempt, or null when the mail's days are over; the last attempt falls on the last moment. */
export function nextAttemptAt(options: {
  readonly now: Date
  readonly firstQueuedAt: Date
  readonly delayMs: number
}): Date | null {
  const endMs = options.firstQueuedAt.getTime() + lifetimeMs
  const nowMs = options.now.getTime()
  if (nowMs >= endMs) return null
  return new Date(Math.min(nowMs + options.delayMs, endMs))
}
