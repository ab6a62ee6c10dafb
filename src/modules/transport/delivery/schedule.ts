const minuteMs = 60_000
const hourMs = 60 * minuteMs

/** A mail is given up five days after it was queued (RFC 5321 section 4.5.4.1). */
export const lifetimeMs = 120 * hourMs
/** A code that somebody waits for is worthless by then (docs: ten minutes), so the mail is not sent any more. */
const codeLifetimeMs = 10 * minuteMs

/** How long a mail is tried, and how the waits between attempts grow. */
export interface Patience {
  readonly lifetimeMs: number
  readonly firstRetryMs: number
  readonly longestRetryMs: number
}

const ordinary: Patience = { lifetimeMs, firstRetryMs: 5 * minuteMs, longestRetryMs: 4 * hourMs }
const forCodes: Patience = { lifetimeMs: codeLifetimeMs, firstRetryMs: minuteMs / 2, longestRetryMs: 2 * minuteMs }

const forVerifiedTls: Patience = {
  lifetimeMs: 4 * hourMs,
  firstRetryMs: 5 * minuteMs,
  longestRetryMs: hourMs / 2,
}

/** By the kind of mail; `verified-tls` is the wait for a protection that a policy promises. */
export function patienceFor(kind: string): Patience {
  if (kind === 'verified-tls') return forVerifiedTls
  return kind === 'code' ? forCodes : ordinary
}

/** Whether nobody wants the mail any more. An ordinary one gets its last attempt however late it is. */
export const isWorthless = (mail: { readonly kind: string; readonly firstQueuedAt: Date }, now: Date): boolean =>
  mail.kind === 'code' && now.getTime() - mail.firstQueuedAt.getTime() >= codeLifetimeMs

/** After this long without success the sender hears about the delay, once. */
export const delayReportAfterMs = 4 * hourMs

/**
 * The wait after the attempt with the given number (the first is 1): 5 minutes, doubled each time, at most 4 hours,
 * spread by a tenth in both directions so that mails queued together do not return together. `random` is in [0, 1).
 */
export function retryDelayMs(attempt: number, random: number, patience = ordinary): number {
  const planned = Math.min(patience.firstRetryMs * 2 ** Math.min(attempt - 1, 12), patience.longestRetryMs)
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
  readonly patience?: Patience
}): Date | null {
  const endMs = options.firstQueuedAt.getTime() + (options.patience ?? ordinary).lifetimeMs
  const nowMs = options.now.getTime()
  if (nowMs >= endMs) return null
  return new Date(Math.min(nowMs + options.delayMs, endMs))
}
