import { AppError } from '../../../contract/errors/app-error.ts'

function minutesText(ms: number): string {
  const minutes = Math.max(1, Math.ceil(ms / 60_000))
  return minutes === 1 ? 'a minute' : minutes < 120 ? `${minutes} minutes` : `${Math.ceil(minutes / 60)} hours`
}

/** What identity refuses, by name; the texts are English, clients translate by code. */
export const identityErrors = {
  /** One answer for an unknown address and a wrong password. */
  signInRefused: () =>
    new AppError(
      'refused',
      'identity.sign-in-refused',
      'Address or password is not correct. Check both and try again.',
    ),
  passwordWrong: () => new AppError('refused', 'identity.password-wrong', 'The password is not correct.'),
  tooManyAttempts: () =>
    new AppError(
      'refused',
      'identity.too-many-attempts',
      'There were too many wrong attempts from this network. Wait 15 minutes and try again.',
      { reason: 'too-many' },
    ),
  /** The same words over HTTP and SMTP, so that a mail program shows what the web page says. */
  lockedOut: (internetAddress: string, forMs: number) =>
    new AppError(
      'refused',
      'identity.locked-out',
      `Too many wrong passwords: your internet address ${internetAddress} is locked for ${minutesText(forMs)}. ` +
        'Correct the password on all your devices; ask your administrator to unlock it sooner.',
      { reason: 'too-many', temporary: true },
    ),
  notLockedOut: () =>
    new AppError('not-found', 'identity.not-locked-out', 'No internet address is locked out for this address.'),
  signedOut: () =>
    new AppError('refused', 'identity.signed-out', 'You are signed out. Sign in to continue.', {
      reason: 'signed-out',
    }),
  sessionUnknown: () => new AppError('not-found', 'identity.session-unknown', 'This session has ended already.'),
  recoveryRefused: () =>
    new AppError(
      'refused',
      'identity.recovery-refused',
      'Address and recovery code do not belong together, or the code was used already.',
    ),
  recoveryExpired: () =>
    new AppError('refused', 'identity.recovery-expired', 'This recovery took too long. Start again with your code.'),
  codesNotDistinct: () =>
    new AppError('invalid', 'identity.codes-not-distinct', 'The recovery codes must differ from one another.'),
  appPasswordUnknown: () =>
    new AppError('not-found', 'identity.app-password-unknown', 'There is no such app password any more.'),
  appPasswordTaken: () =>
    new AppError('conflict', 'identity.app-password-taken', 'This app password is registered already.'),
  tooManyAppPasswords: () =>
    new AppError(
      'refused',
      'identity.too-many-app-passwords',
      'This account has as many app passwords as it can have. Remove one that is no longer used.',
    ),
  nameInvalid: () => new AppError('invalid', 'identity.name-invalid', 'Enter a name of 1 to 60 visible characters.'),
  keysInvalid: () => new AppError('invalid', 'identity.keys-invalid', 'The keys are not in the expected form.'),
  relayUnknown: () => new AppError('not-found', 'identity.relay-unknown', 'There is no such relay credential.'),
  noDomain: () =>
    new AppError('refused', 'identity.no-domain', 'The organisation has no verified domain that could be relayed.'),
} as const
