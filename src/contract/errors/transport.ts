import type { ErrorEntry } from './error-entry.ts'

/** Mail and text messages that leave. */
export const transportErrors = {
  'delivery.bad-address': { kind: 'invalid', meaning: 'This is not an address that mail can be sent to.' },
  'delivery.bad-payload': { kind: 'broken', meaning: 'A queued mail has an unknown form.' },
  'delivery.busy': { kind: 'unavailable', meaning: 'Other large mails are being sent; this one waits.' },
  'delivery.no-stored-contents': { kind: 'broken', meaning: 'Stored contents cannot be opened by this server.' },
  'delivery.not-signed': { kind: 'broken', meaning: 'The mail could not be signed.' },
  'notifications.bad-params': { kind: 'broken', meaning: 'A notification lacks a parameter.' },
  'notifications.unknown-template': { kind: 'broken', meaning: 'There is no notification of this kind.' },
  'sms.bad-url': { kind: 'invalid', meaning: 'SEALPOST_SMS_URL cannot be used.' },
  'sms.budget-used-up': {
    kind: 'invalid',
    orKind: 'unavailable',
    meaning: 'The organisation has sent all text messages it allows for today.',
  },
  'sms.country-not-allowed': {
    kind: 'invalid',
    orKind: 'unavailable',
    meaning: 'The organisation does not send text messages to this country.',
  },
  'sms.no-outbox': { kind: 'not-found', meaning: 'Text messages are sent and not kept here.' },
  'sms.number-not-usable': {
    kind: 'invalid',
    orKind: 'unavailable',
    meaning: 'This number cannot receive text messages.',
  },
  'sms.receipt-unmatched': { kind: 'unavailable', meaning: 'A delivery receipt names a text that is not known.' },
  'sms.text-length': { kind: 'broken', meaning: 'A text message was composed empty or too long.' },
} as const satisfies Readonly<Record<string, ErrorEntry>>

/** Why a text message is not queued. */
export type TextRefusal = Extract<
  keyof typeof transportErrors,
  'sms.number-not-usable' | 'sms.country-not-allowed' | 'sms.budget-used-up'
>
