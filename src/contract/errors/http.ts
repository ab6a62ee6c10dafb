import type { ErrorEntry } from './error-entry.ts'

/** What the HTTP server refuses before any module is asked. */
export const httpCodes = {
  'http.cross-site': { kind: 'refused', meaning: 'This request comes from another site.' },
  'http.cut-off': { kind: 'invalid', meaning: 'The connection ended before the request was complete.' },
  'http.failed': { kind: 'broken', meaning: 'Something went wrong on the server. Try again in a moment.' },
  'http.invalid': { kind: 'invalid', meaning: 'The request is not in the expected form.' },
  'http.not-found': { kind: 'not-found', meaning: 'There is nothing at this address.' },
  'http.timeout': { kind: 'invalid', meaning: 'The request took too long.' },
  'http.too-large': { kind: 'invalid', reason: 'too-large', meaning: 'This is larger than the server accepts.' },
  'http.too-many': { kind: 'refused', reason: 'too-many', meaning: 'Too many requests. Wait a minute and try again.' },
} as const satisfies Readonly<Record<string, ErrorEntry>>
