import type { ErrorEntry } from './error-entry.ts'

/** Mail that leaves. */
export const deliveryCodes = {
  'delivery.bad-address': { kind: 'invalid', meaning: 'This is not an address that mail can be sent to.' },
  'delivery.bad-payload': { kind: 'broken', meaning: 'A queued mail has an unknown form.' },
  'delivery.busy': { kind: 'unavailable', meaning: 'Other large mails are being sent; this one waits.' },
  'delivery.no-stored-contents': { kind: 'broken', meaning: 'Stored contents cannot be opened by this server.' },
  'delivery.not-signed': { kind: 'broken', meaning: 'The mail could not be signed.' },
} as const satisfies Readonly<Record<string, ErrorEntry>>
