import type { ErrorEntry } from './error-entry.ts'

/** What mails say. */
export const notificationsCodes = {
  'notifications.bad-params': { kind: 'broken', meaning: 'A notification lacks a parameter.' },
  'notifications.unknown-template': { kind: 'broken', meaning: 'There is no notification of this kind.' },
} as const satisfies Readonly<Record<string, ErrorEntry>>
