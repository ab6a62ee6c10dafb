import type { ErrorEntry } from './error-entry.ts'

/** What an administrator tells all members. */
export const noticesCodes = {
  'notices.none': { kind: 'not-found', meaning: 'Nothing was written.' },
} as const satisfies Readonly<Record<string, ErrorEntry>>
