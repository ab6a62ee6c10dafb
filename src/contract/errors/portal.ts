import type { ErrorEntry } from './error-entry.ts'

/** What a recipient who holds a link is told. */
export const portalCodes = {
  'portal.code-wrong': {
    kind: 'refused',
    meaning: 'That code is not correct, or no longer valid. Check it, or request a new one.',
  },
  'portal.link-unknown': {
    kind: 'not-found',
    meaning:
      'This link is not complete or no longer valid. Open it from the original mail, or ask the sender for a new one.',
  },
  'portal.locked': { kind: 'refused', meaning: 'Too many wrong codes. The sender was told and can let you in again.' },
  'portal.no-code-needed': {
    kind: 'conflict',
    meaning: 'This message opens with the access code that you agreed with the sender.',
  },
  'portal.no-number': {
    kind: 'conflict',
    meaning: 'There is no telephone number, or the message is not opened with one.',
  },
  'portal.session-ended': {
    kind: 'refused',
    reason: 'signed-out',
    meaning: 'Your session has ended. Open the link in your mail again.',
  },
  'portal.too-many-codes': {
    kind: 'refused',
    reason: 'too-many',
    meaning: 'Too many codes were requested; the text says when to try again.',
  },
} as const satisfies Readonly<Record<string, ErrorEntry>>
