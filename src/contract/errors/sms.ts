import type { ErrorEntry } from './error-entry.ts'

/** Text messages that leave. */
export const smsCodes = {
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
  keyof typeof smsCodes,
  'sms.number-not-usable' | 'sms.country-not-allowed' | 'sms.budget-used-up'
>
