import { AppError } from '../../../contract/errors/app-error.ts'

/** What set-up refuses, by name; the texts are English, clients translate by code. */
export const setUpErrors = {
  domainUnknown: () =>
    new AppError('not-found', 'set-up.domain-unknown', 'No organisation of this server has this mail domain.'),
  incomingUnknown: () =>
    new AppError(
      'not-found',
      'set-up.incoming-unknown',
      'The organisation has not said where its mailboxes live, so an account cannot be set up automatically. Add the outgoing server to the account that you have.',
    ),
  nothingOffered: () =>
    new AppError('not-found', 'set-up.nothing-offered', 'This server takes no mail from mail programs.'),
}
