import type { CopyId } from '../../../lib/id/identifiers.ts'

/** The rules of one-time codes, as plain numbers and pure decisions. */
export const codeLifeMs = 10 * 60_000
export const maxTriesPerCode = 5

const shortWindowMs = 15 * 60_000
const shortWindowSends = 3
export const dayMs = 24 * 3600_000
const sendsPerDay = 10

export interface CodeSend {
  readonly copy_id: CopyId
  readonly sent_at: Date
}

/**
 * How long until another code may be sent, 0 when now: 3 in 15 minutes for one message, 10 a day for one recipient.
 * `sends` are those of the last day to the recipient, oldest first.
 */
export function waitBeforeSendMs(sends: readonly CodeSend[], copyId: CopyId, now: Date): number {
  const ofCopy = sends.filter((send) => send.copy_id === copyId)
  const waits = [
    waitFor(ofCopy, { windowMs: shortWindowMs, most: shortWindowSends, now }),
    waitFor(sends, { windowMs: dayMs, most: sendsPerDay, now }),
  ]
  return Math.max(...waits)
}

function waitFor(
  sends: readonly CodeSend[],
  rule: { readonly windowMs: number; readonly most: number; readonly now: Date },
): number {
  const recent = sends.filter((send) => rule.now.getTime() - send.sent_at.getTime() < rule.windowMs)
  const deciding = recent.at(-rule.most)
  return deciding === undefined ? 0 : deciding.sent_at.getTime() + rule.windowMs - rule.now.getTime()
}
