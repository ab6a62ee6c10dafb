import type { ErrorEntry } from './error-entry.ts'

/** Signing in, sessions, recovery, app passwords, relays. */
export const identityCodes = {
  'account-keys.password-too-long': { kind: 'invalid', meaning: 'The password is too long.' },
  'account-keys.password-too-short': { kind: 'invalid', meaning: 'The password is too short.' },
  'identity.app-password-taken': { kind: 'conflict', meaning: 'This app password is registered already.' },
  'identity.app-password-unknown': { kind: 'not-found', meaning: 'There is no such app password any more.' },
  'identity.codes-not-distinct': { kind: 'invalid', meaning: 'The recovery codes must differ from one another.' },
  'identity.keys-invalid': { kind: 'invalid', meaning: 'The keys are not in the expected form.' },
  'identity.locked-out': {
    kind: 'refused',
    reason: 'too-many',
    meaning: 'The internet address is locked after too many wrong passwords.',
  },
  'identity.name-invalid': { kind: 'invalid', meaning: 'Enter a name of 1 to 60 visible characters.' },
  'identity.no-domain': { kind: 'refused', meaning: 'The organisation has no verified domain that could be relayed.' },
  'identity.not-locked-out': { kind: 'not-found', meaning: 'No internet address is locked out for this address.' },
  'identity.password-wrong': { kind: 'refused', meaning: 'The password is not correct.' },
  'identity.recovery-expired': { kind: 'refused', meaning: 'This recovery took too long. Start again with your code.' },
  'identity.recovery-refused': {
    kind: 'refused',
    meaning: 'Address and recovery code do not belong together, or the code was used already.',
  },
  'identity.relay-unknown': { kind: 'not-found', meaning: 'There is no such relay credential.' },
  'identity.session-unknown': { kind: 'not-found', meaning: 'This session has ended already.' },
  'identity.sign-in-refused': {
    kind: 'refused',
    meaning: 'Address or password is not correct. Check both and try again.',
  },
  'identity.signed-out': { kind: 'refused', reason: 'signed-out', meaning: 'You are signed out. Sign in to continue.' },
  'identity.too-many': {
    kind: 'refused',
    reason: 'too-many',
    meaning: 'Too many wrong passwords came from the network of a mail program.',
  },
  'identity.too-many-app-passwords': {
    kind: 'refused',
    meaning: 'This account has as many app passwords as it can have. Remove one that is no longer used.',
  },
  'identity.too-many-attempts': {
    kind: 'refused',
    reason: 'too-many',
    meaning: 'There were too many wrong attempts from this network. Wait 15 minutes and try again.',
  },
} as const satisfies Readonly<Record<string, ErrorEntry>>
