import type { ReportRequest } from '../../../../lib/smtp/index.ts'

export type ReportAction = 'failed' | 'delayed' | 'relayed'

const eventOf = { failed: 'failure', delayed: 'delay', relayed: 'success' } as const

/**
 * Whether the sender gets a report (RFC 3461 section 5.2): never without a request, to nobody, or against NOTIFY=NEVER;
 * without NOTIFY for failures and delays. A report itself is queued without a request, so none ever answers another.
 */
export function wantsReport(request: ReportRequest | null, action: ReportAction): boolean {
  if (request === null || request.originalSender === '' || request.notify.includes('never')) return false
  if (request.notify.length === 0) return action !== 'relayed'
  return request.notify.includes(eventOf[action])
}
