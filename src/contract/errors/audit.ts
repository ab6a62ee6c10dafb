import type { ErrorEntry } from './error-entry.ts'

/** The log of what happened. */
export const auditCodes = {
  'audit.head-unreadable': { kind: 'broken', meaning: 'The noted end of an audit log cannot be read.' },
} as const satisfies Readonly<Record<string, ErrorEntry>>
