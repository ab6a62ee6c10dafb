import type { ErrorEntry } from './error-entry.ts'

/** Setting up mail programs. */
export const discoveryCodes = {
  'set-up.domain-unknown': { kind: 'not-found', meaning: 'No organisation of this server has this mail domain.' },
  'set-up.incoming-unknown': { kind: 'not-found', meaning: 'The organisation has not said where its mailboxes live.' },
  'set-up.not-administrator': { kind: 'refused', meaning: 'Only an administrator of the organisation sees this.' },
  'set-up.nothing-offered': { kind: 'not-found', meaning: 'This server takes no mail from mail programs.' },
} as const satisfies Readonly<Record<string, ErrorEntry>>
