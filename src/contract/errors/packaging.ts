import type { ErrorEntry } from './error-entry.ts'

/** Encrypted files; nothing of this reaches a client. */
export const packagingCodes = {
  'packaging.busy': { kind: 'unavailable', meaning: 'Too many messages are being packed; try again later.' },
  'packaging.empty-password': { kind: 'broken', meaning: 'A package needs a password.' },
  'packaging.entry-name': { kind: 'broken', meaning: 'An entry of a package needs a name.' },
  'packaging.failed': { kind: 'broken', meaning: 'The message could not be packed as an encrypted attachment.' },
  'packaging.pdf-check-failed': { kind: 'broken', meaning: 'An encrypted PDF did not pass its check.' },
  'packaging.pdf-password': { kind: 'broken', meaning: 'The password of a PDF is not of the right form.' },
  'packaging.zip-check-failed': { kind: 'broken', meaning: 'An encrypted archive did not pass its check.' },
} as const satisfies Readonly<Record<string, ErrorEntry>>
